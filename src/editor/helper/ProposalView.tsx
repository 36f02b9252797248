import { ArrowLeft, Check } from "lucide-react"
import { type ReactNode, useMemo, useState } from "react"
import { editFile } from "../../format/file.ts"
import { t } from "../../language/t.ts"
import { compareWorkflows, sayPath } from "../../model/compare.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Segments } from "../../ui/Tabs.tsx"
import { tickLook } from "../../ui/tick.ts"
import { CompareCanvases } from "../dialogs/CompareCanvases.tsx"
import { useCommandContext } from "../useBuilder.ts"
import { useEditor } from "../useEditor.ts"
import { useVersions } from "../versions.ts"
import { CompareTexts } from "../yaml/CompareTexts.tsx"
import { ownFields, type Proposal, partsOf } from "./proposal.ts"
import { withParts } from "./withParts.ts"

const ways = [
  { id: "canvas", label: t`Canvas` },
  { id: "text", label: "YAML" },
] as const

const signs = {
  added: { sign: "+", say: t`Added`, look: "text-good" },
  removed: { sign: "−", say: t`Removed`, look: "text-bad-text" },
  changed: { sign: "~", say: t`Changed`, look: "text-warn-text" },
}

interface ProposalViewProps {
  readonly proposal: Proposal
  /** What was asked for: the version that is kept of it is called that. */
  readonly asked: string
  readonly onAgain: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A proposal beside what is there: drawn and written, to be accepted whole or in parts. */
export function ProposalView({ proposal, asked, onAgain, onClose, children }: ProposalViewProps) {
  const editor = useEditor()
  const { look } = useCommandContext()
  const versions = useVersions()
  const [present] = useState(() => editor.store.getState().file)
  const parts = useMemo(() => partsOf(proposal.comparison), [proposal])
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(() => new Set(parts))
  const [way, setWay] = useState<(typeof ways)[number]["id"]>("canvas")
  const after = useMemo(() => withParts(present.workflow, proposal, accepted), [present, proposal, accepted])
  const comparison = useMemo(() => compareWorkflows(present.workflow, after), [present, after])
  const text = useMemo(() => editFile(present, after).text, [present, after])
  const toggle = (part: string): void =>
    setAccepted(before => {
      const next = new Set(before)
      if (!next.delete(part)) next.add(part)
      return next
    })
  const accept = (): void => {
    editor.edit(() => after, { select: [] })
    const name = (asked || t`Mended`).replace(/\s+/g, " ").slice(0, 200)
    const { text } = editor.store.getState().file
    // One that the disk refuses is missed by nobody: what was accepted is the draft, which says itself whether it is kept.
    if (text !== present.text) void versions.keep({ text, name, note: t`By the helper`, publish: false })
    onClose()
    requestAnimationFrame(() => look?.fit())
  }
  if (parts.length === 0) {
    return (
      <div className="flex flex-col gap-3 pt-1">
        <p className="text-sm">{t`It would leave the workflow as it is.`}</p>
        {children}
        <div className="flex justify-end">
          <Button icon={ArrowLeft} onPress={onAgain}>{t`Ask something else`}</Button>
        </div>
      </div>
    )
  }
  return (
    <div className="grid gap-4 pt-1 sm:grid-cols-[240px_1fr]">
      <fieldset className="flex min-w-0 flex-col gap-1 overflow-auto max-sm:max-h-48">
        <legend className="pb-2 text-sm font-medium">{t`What changes`}</legend>
        {parts.map(part => (
          <PartRow
            key={part}
            {...{ part, proposal }}
            isOn={accepted.has(part)}
            onToggle={() => toggle(part)}
          />
        ))}
      </fieldset>
      <section aria-label={t`The proposal`} className="flex min-h-0 min-w-0 flex-col gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <Segments label={t`Show as`} segments={ways} value={way} onChange={setWay} />
          {children}
        </div>
        <div className="h-[52dvh] min-h-0 overflow-auto">
          {way === "canvas" ? (
            <CompareCanvases
              before={present.text}
              beforeName={t`As it is`}
              after={after}
              afterName={t`As proposed`}
              comparison={comparison}
            />
          ) : (
            <CompareTexts before={present.text} after={text} />
          )}
        </div>
      </section>
      <div className="sticky -bottom-4 -mb-4 flex flex-wrap justify-end gap-2 bg-raised pt-2 pb-4 sm:col-span-2">
        <Button icon={ArrowLeft} onPress={onAgain}>{t`Ask something else`}</Button>
        <Button onPress={onClose}>{t`Discard`}</Button>
        <Button look="primary" icon={Check} isDisabled={accepted.size === 0} onPress={accept}>
          {accepted.size === parts.length ? t`Accept all` : t`Accept ${accepted.size} of ${parts.length}`}
        </Button>
      </div>
    </div>
  )
}

interface PartRowProps {
  readonly part: string
  readonly proposal: Proposal
  readonly isOn: boolean
  readonly onToggle: () => void
}

function PartRow({ part, proposal: { comparison }, isOn, onToggle }: PartRowProps) {
  const step = comparison.steps.find(({ id }) => id === part)
  const fields = part === ownFields ? comparison.fields : (step?.fields ?? [])
  const { sign, say, look } = signs[step?.is ?? "changed"]
  const wires = comparison.wires.some(({ from }) => from === part)
  const more = [...new Set([...fields.map(sayPath), ...(step === undefined && wires ? [t`wires`] : [])])]
  return (
    <label className="flex cursor-default items-start gap-2 rounded-lg px-2 py-1.5 text-sm hover:bg-wash">
      <input type="checkbox" checked={isOn} onChange={onToggle} className={cx(tickLook, "mt-px")} />
      <span aria-hidden className={`w-3 text-center font-mono font-semibold ${look}`}>
        {sign}
      </span>
      <span className="sr-only">{say}</span>
      <span className="min-w-0">
        <span className="block font-mono text-xs break-all">
          {part === ownFields ? t`the workflow` : part}
        </span>
        {more.length > 0 && <span className="block text-xs break-words text-muted">{more.join(", ")}</span>}
      </span>
    </label>
  )
}
