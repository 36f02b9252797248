import {
  Archive,
  ArchiveRestore,
  CircleAlert,
  Copy,
  Download,
  Ellipsis,
  Play,
  SquareCheck,
  Star,
  Trash2,
  TriangleAlert,
  Zap,
} from "lucide-react"
import { useState } from "react"
import { Link } from "wouter"
import { Miniature } from "../editor/Miniature.tsx"
import { StepIcon } from "../editor/StepIcon.tsx"
import { sayProblems } from "../editor/sayProblems.ts"
import type { Summary } from "../editor/summary.ts"
import { t } from "../language/t.ts"
import { worded } from "../language/wordFiles.ts"
import { Badge } from "../ui/Badge.tsx"
import { IconButton } from "../ui/Button.tsx"
import { Checkbox } from "../ui/Checkbox.tsx"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { Menu, MenuItem, MenuLine } from "../ui/Menu.tsx"
import { Switch } from "../ui/Switch.tsx"
import { RunLine } from "./RunLine.tsx"
import { RunSpark } from "./RunSpark.tsx"
import { useServices } from "./services.ts"
import { TestLine } from "./TestLine.tsx"
import type { Library } from "./useLibrary.ts"
import { type ListedWorkflow, nameOf } from "./workflowOrder.ts"

const StartsByItselfDialog = later(worded(() => import("./StartsByItselfDialog.tsx")))

interface WorkflowRowProps {
  readonly listed: ListedWorkflow
  readonly library: Library
  /** It starts by itself. */
  readonly isOn: boolean
  readonly isChosen: boolean
  /** Some row is ticked, so that every row shows its box. */
  readonly isChoosing: boolean
  readonly onChoose: (isChosen: boolean) => void
}

/** A workflow in the list. The whole row opens it; the menu at its end does the rest. */
export function WorkflowRow({ listed, library, isOn, isChosen, isChoosing, onChoose }: WorkflowRowProps) {
  const { row, summary, digest, marks, tests } = listed
  const name = nameOf(listed)
  const { triggers } = useServices()
  const [isAsked, setAsked] = useState(false)
  return (
    <li
      className={cx(
        "group relative flex items-center gap-3 border-b border-line py-3 pr-4 pl-3 last:border-0 max-[700px]:flex-wrap max-[700px]:gap-x-3 max-[700px]:gap-y-1",
        isChosen ? "bg-accent-wash" : "hover:bg-wash",
      )}
    >
      <div
        className={cx(
          "relative z-1 -mr-1",
          !isChoosing && "opacity-0 focus-within:opacity-100 group-hover:opacity-100 max-[700px]:hidden",
        )}
      >
        <Checkbox label={t`Tick ${name}`} isLabelHidden isOn={isChosen} onChange={onChoose} />
      </div>
      <div className="grid h-12 w-37 shrink-0 place-items-center rounded-lg bg-canvas max-[700px]:hidden">
        {summary && <Miniature picture={summary.picture} className="h-11 w-35" />}
      </div>
      <div className="min-w-0 flex-1">
        <Link
          href={`/w/${row.id}`}
          className="flex items-center gap-1.5 text-base font-semibold after:absolute after:inset-0 after:content-['']"
        >
          <span className="truncate">{name}</span>
          {marks.isFavourite && (
            <Star size={13} className="shrink-0 fill-warn text-warn" role="img" aria-label={t`Favourite`} />
          )}
        </Link>
        <p className="truncate text-xs text-muted">
          {summary?.tags.join(", ") || summary?.description || row.id}
        </p>
      </div>
      <TriggerWords summary={summary} />
      <div className="w-33 shrink-0 text-xs max-[1100px]:w-44 max-[700px]:order-last max-[700px]:w-full">
        <Standing listed={listed} />
        {tests.length > 0 && <TestLine tests={tests} changed={row.changed} />}
      </div>
      <div className="w-32 shrink-0 max-[900px]:hidden">{digest && <RunSpark digest={digest} />}</div>
      <div className="relative w-8.5 shrink-0 max-[700px]:hidden">
        {(isOn || summary?.triggers.some(({ isAutomatic }) => isAutomatic)) && (
          <Switch
            label={<span className="sr-only">{t`${name} starts by itself`}</span>}
            isOn={isOn}
            onChange={next => (next ? setAsked(true) : void triggers.switchOff(row.id))}
          />
        )}
      </div>
      <div className="relative">
        <Menu
          label={t`What to do with ${name}`}
          trigger={<IconButton icon={Ellipsis} label={t`More for ${name}`} />}
        >
          <MenuItem
            label={isChosen ? t`Untick it` : t`Tick it`}
            icon={SquareCheck}
            onAction={() => onChoose(!isChosen)}
          />
          <MenuItem label={t`Start by itself…`} icon={Zap} onAction={() => setAsked(true)} />
          <MenuItem
            label={marks.isFavourite ? t`Remove from favourites` : t`Add to favourites`}
            icon={Star}
            onAction={() => void library.favour([row], !marks.isFavourite)}
          />
          <MenuItem label={t`Duplicate`} icon={Copy} onAction={() => void library.duplicate(row)} />
          <MenuItem label={t`Export as YAML`} icon={Download} onAction={() => library.exportFiles([row])} />
          <MenuItem
            label={marks.isArchived ? t`Back into the list` : t`Archive`}
            icon={marks.isArchived ? ArchiveRestore : Archive}
            onAction={() => void library.archive([row], !marks.isArchived, name)}
          />
          <MenuLine />
          <MenuItem
            label={t`Delete`}
            icon={Trash2}
            isDangerous
            onAction={() => void library.remove([row], name)}
          />
        </Menu>
      </div>
      {isAsked && <StartsByItselfDialog workflow={row.id} name={name} onClose={() => setAsked(false)} />}
    </li>
  )
}

function TriggerWords({ summary }: { readonly summary: Summary | null }) {
  const [first, ...others] = summary?.triggers ?? []
  return (
    <div className="flex w-48 shrink-0 items-center gap-2 text-xs text-muted max-[1100px]:hidden">
      {first ? (
        <StepIcon name={first.icon} size={15} />
      ) : (
        <Play size={15} strokeWidth={1.75} className="shrink-0" aria-hidden />
      )}
      <span className="line-clamp-2">
        {first?.say ?? t`By hand`}
        {others.length > 0 && t`, and ${others.length} more`}
      </span>
    </div>
  )
}

/** What is wrong with the workflow, else how its last run went, else how large it is. */
function Standing({ listed: { summary, digest } }: { readonly listed: ListedWorkflow }) {
  const { errors = 0, warnings = 0, steps = 0 } = summary ?? {}
  if (errors > 0) {
    return (
      <Badge look="bad">
        <CircleAlert size={13} aria-hidden /> {sayProblems(errors)}
      </Badge>
    )
  }
  if (digest) return <RunLine run={digest.latest} />
  if (warnings > 0) {
    return (
      <Badge look="warn">
        <TriangleAlert size={13} aria-hidden /> {warnings === 1 ? t`1 warning` : t`${warnings} warnings`}
      </Badge>
    )
  }
  return (
    <span className="text-muted">{steps === 1 ? t`1 step, never run` : t`${steps} steps, never run`}</span>
  )
}
