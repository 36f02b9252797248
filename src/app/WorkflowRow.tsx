import { CircleAlert, Copy, Download, Ellipsis, Play, Trash2, TriangleAlert, Zap } from "lucide-react"
import { useState } from "react"
import { Link } from "wouter"
import { Miniature } from "../editor/Miniature.tsx"
import { StepIcon } from "../editor/StepIcon.tsx"
import type { Summary } from "../editor/summary.ts"
import { Badge } from "../ui/Badge.tsx"
import { IconButton } from "../ui/Button.tsx"
import { Menu, MenuItem, MenuLine } from "../ui/Menu.tsx"
import { ago } from "./ago.ts"
import { StartsByItself } from "./StartsByItself.tsx"
import { useServices } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"
import type { Library } from "./useLibrary.ts"

interface WorkflowRowProps {
  readonly row: KeptWorkflow
  readonly summary: Summary | null
  readonly library: Library
  /** Whether it starts by itself. */
  readonly isOn: boolean
}

/** A workflow in the list. The whole row opens it; the menu at its end does the rest. */
export function WorkflowRow({ row, summary, library, isOn }: WorkflowRowProps) {
  const { now } = useServices()
  const name = summary?.name || row.id
  const [isAsked, setAsked] = useState(false)
  return (
    <li className="group relative flex items-center gap-5 border-b border-line px-4 py-3 last:border-0 hover:bg-wash max-[700px]:gap-3">
      <div className="grid h-12 w-37 shrink-0 place-items-center rounded-lg bg-canvas max-[700px]:hidden">
        {summary && <Miniature picture={summary.picture} className="h-11 w-35" />}
      </div>
      <div className="min-w-0 flex-1">
        <Link
          href={`/w/${row.id}`}
          className="block truncate text-base font-semibold after:absolute after:inset-0 after:content-['']"
        >
          {name}
        </Link>
        <p className="truncate text-xs text-muted">
          {summary?.tags.join(", ") || summary?.description || row.id}
        </p>
      </div>
      <TriggerWords summary={summary} isOn={isOn} />
      <ProblemCount summary={summary} />
      <time className="w-22 shrink-0 text-right text-xs text-muted max-[700px]:hidden">
        {ago(row.changed, now())}
      </time>
      <div className="relative">
        <Menu
          label={`What to do with ${name}`}
          trigger={<IconButton icon={Ellipsis} label={`More for ${name}`} />}
        >
          <MenuItem label="Start by itself…" icon={Zap} onAction={() => setAsked(true)} />
          <MenuItem label="Duplicate" icon={Copy} onAction={() => void library.duplicate(row)} />
          <MenuItem label="Export as YAML" icon={Download} onAction={() => library.exportFile(row)} />
          <MenuLine />
          <MenuItem
            label="Delete"
            icon={Trash2}
            isDangerous
            onAction={() => void library.remove(row, name)}
          />
        </Menu>
      </div>
      {isAsked && <StartsByItself workflow={row.id} name={name} onClose={() => setAsked(false)} />}
    </li>
  )
}

function TriggerWords({ summary, isOn }: { readonly summary: Summary | null; readonly isOn: boolean }) {
  const [first, ...others] = summary?.triggers ?? []
  return (
    <div className="flex w-60 shrink-0 items-center gap-2 text-xs text-muted max-[1000px]:hidden">
      {first ? <StepIcon name={first.icon} size={15} /> : <Play size={15} strokeWidth={1.75} aria-hidden />}
      <span className="line-clamp-2">
        {first?.say ?? "By hand"}
        {others.length > 0 && `, and ${others.length} more`}
      </span>
      {isOn && (
        <Badge look="good">
          <Zap size={12} aria-hidden /> On
        </Badge>
      )}
    </div>
  )
}

function ProblemCount({ summary }: { readonly summary: Summary | null }) {
  const { errors = 0, warnings = 0, steps = 0 } = summary ?? {}
  return (
    <div className="w-28 shrink-0 text-xs text-muted max-[1000px]:w-auto">
      {errors > 0 ? (
        <Badge look="bad">
          <CircleAlert size={13} aria-hidden /> {errors === 1 ? "1 problem" : `${errors} problems`}
        </Badge>
      ) : warnings > 0 ? (
        <Badge look="warn">
          <TriangleAlert size={13} aria-hidden /> {warnings === 1 ? "1 warning" : `${warnings} warnings`}
        </Badge>
      ) : (
        <span className="max-[700px]:hidden">{steps === 1 ? "1 step" : `${steps} steps`}</span>
      )}
    </div>
  )
}
