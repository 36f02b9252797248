import { Plus, Upload, Workflow } from "lucide-react"
import { useMemo, useRef, useState } from "react"
import { DropZone, FileTrigger } from "react-aria-components"
import { keptSummary, type Summary } from "../../editor/summary.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { SearchField } from "../../ui/TextField.tsx"
import { ImportDialog } from "../ImportDialog.tsx"
import type { KeptWorkflow } from "../stores.ts"
import { TemplateCards } from "../TemplateCards.tsx"
import { useSwitchedOn } from "../triggerService.ts"
import { type Library, useLibrary } from "../useLibrary.ts"
import { useWorkflows } from "../useWorkflows.ts"
import { WorkflowRow } from "../WorkflowRow.tsx"

/** All workflows: to find one, make one, bring some in. Files may be dropped anywhere. */
export function WorkflowsPage() {
  const library = useLibrary()
  const rows = useWorkflows()
  return (
    <DropZone
      onDrop={async event => {
        const dropped = event.items.filter(item => item.kind === "file")
        await library.importFiles(await Promise.all(dropped.map(item => item.getFile())))
      }}
      className="h-full overflow-auto outline-none data-drop-target:bg-accent-wash"
    >
      <div className="mx-auto flex max-w-[1180px] flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex flex-wrap items-center gap-2">
          <h1 className="flex-1 text-2xl font-semibold tracking-tight">Workflows</h1>
          <FileTrigger
            allowsMultiple
            acceptedFileTypes={[".yaml", ".yml"]}
            onSelect={files => files && void library.importFiles(files)}
          >
            <Button icon={Upload}>Import</Button>
          </FileTrigger>
          <Button look="primary" icon={Plus} onPress={() => void library.create()}>
            New workflow
          </Button>
        </header>
        {rows && rows.length > 0 && <WorkflowList rows={rows} library={library} />}
        {rows && rows.length === 0 && (
          <section className="rounded-xl border border-dashed border-line-strong bg-panel">
            <EmptyState icon={Workflow} title="Nothing here yet">
              Start from a template below, make a workflow of your own, or drop YAML files anywhere on this
              page.
            </EmptyState>
          </section>
        )}
        <section aria-label="Templates" className="flex flex-col gap-3">
          <h2 className="text-base font-semibold">Start from a template</h2>
          <TemplateCards library={library} most={4} />
        </section>
      </div>
      {library.pending && <ImportDialog items={library.pending} library={library} />}
    </DropZone>
  )
}

interface Found {
  readonly row: KeptWorkflow
  readonly summary: Summary | null
}

function WorkflowList({
  rows,
  library,
}: {
  readonly rows: readonly KeptWorkflow[]
  readonly library: Library
}) {
  const [text, setText] = useState("")
  const [tag, setTag] = useState<string | null>(null)
  const on = useSwitchedOn()
  const searchRef = useRef<HTMLInputElement>(null)
  const all = useMemo(() => rows.map(row => ({ row, summary: keptSummary(row.summary) })), [rows])
  const tags = useMemo(() => commonTags(all), [all])
  const shown = all.filter(
    found => matches(found, text) && (tag === null || found.summary?.tags.includes(tag)),
  )
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchField
          label="Find a workflow"
          value={text}
          onChange={setText}
          inputRef={searchRef}
          className="w-72 max-[700px]:w-full"
        />
        <TagChip label={`All ${rows.length}`} isOn={tag === null} onPress={() => setTag(null)} />
        {tags.map(name => (
          <TagChip
            key={name}
            label={name}
            isOn={tag === name}
            onPress={() => setTag(tag === name ? null : name)}
          />
        ))}
        <span className="ml-auto text-xs text-muted max-[700px]:hidden">Last changed first</span>
      </div>
      {shown.length === 0 ? (
        <p className="rounded-xl border border-line bg-panel px-5 py-8 text-center text-muted">
          No workflow matches. Look for another word, or clear the search.
        </p>
      ) : (
        <ul
          aria-label="Workflows"
          className="overflow-hidden rounded-xl border border-line bg-panel shadow-card"
        >
          {shown.map(({ row, summary }) => (
            <WorkflowRow
              key={row.id}
              row={row}
              summary={summary}
              library={library}
              isOn={on?.has(row.id) ?? false}
            />
          ))}
        </ul>
      )}
    </>
  )
}

interface TagChipProps {
  readonly label: string
  readonly isOn: boolean
  readonly onPress: () => void
}

function TagChip({ label, isOn, onPress }: TagChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onPress}
      className={cx(
        "h-6.5 max-w-40 truncate rounded-full border px-2.5 text-xs transition-colors",
        isOn
          ? "border-transparent bg-accent-wash font-medium text-accent"
          : "border-line text-muted hover:text-ink",
      )}
    >
      {label}
    </button>
  )
}

const mostTags = 8

function commonTags(all: readonly Found[]): string[] {
  const counts = new Map<string, number>()
  for (const { summary } of all)
    for (const tag of summary?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
  return sorted.slice(0, mostTags).map(([tag]) => tag)
}

function matches({ row, summary }: Found, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const hay = [row.id, summary?.name, summary?.description, ...(summary?.tags ?? [])].join(" ").toLowerCase()
  return words.every(word => hay.includes(word))
}
