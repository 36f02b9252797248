import {
  Bell,
  ChevronDown,
  ChevronRight,
  GitCommitHorizontal,
  Globe,
  type LucideIcon,
  Radio,
  Sparkles,
  SquareTerminal,
  Table,
} from "lucide-react"
import { type ReactNode, useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import type { HeldEntry } from "../../engine/core/records.ts"
import type { FileEntry, ModelEntry, WouldDo } from "../../engine/core/wouldDo.ts"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { Checkbox } from "../../ui/Checkbox.tsx"
import { cx } from "../../ui/cx.ts"
import { sayUsd } from "../statusLooks.ts"
import { ValueView } from "../values/ValueView.tsx"
import { FileDiff } from "./FileDiff.tsx"
import { fileIcons, sayLines } from "./fileRows.ts"
import { useWholeOutbox } from "./useWholeOutbox.ts"

interface OutboxPanelProps {
  readonly would: WouldDo
  /** Only a run that has ended can be applied. */
  readonly isOver: boolean
  /** Starts a run that does what is ticked. */
  readonly onApply: (ticked: readonly string[]) => Promise<void>
  readonly className?: string
}

/** What a sandbox run would do, each thing with a tick, and the way to do it for real. */
export function OutboxPanel({ would, isOver, onApply, className }: OutboxPanelProps) {
  const { files, held, models } = useWholeOutbox(would)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isApplying, setApplying] = useState(false)
  const ids = [...files, ...held].map(({ id }) => id)
  const ticked = ids.filter(id => !left.has(id))

  function tick(id: string, isOn: boolean) {
    const now = new Set(left)
    if (isOn) now.delete(id)
    else now.add(id)
    setLeft(now)
  }

  async function apply() {
    setApplying(true)
    await onApply(ticked)
    setApplying(false)
  }

  return (
    <section aria-label={t`What this run would do`} className={cx("flex min-h-0 flex-col", className)}>
      <h3 className="px-3.5 pt-3 pb-1 text-sm font-semibold">{t`What this run would do`}</h3>
      <ul className="min-h-0 flex-1 overflow-auto px-2 pb-2">
        {files.map(file => (
          <FileRow key={file.id} file={file} isOn={!left.has(file.id)} onTick={on => tick(file.id, on)} />
        ))}
        {held.map(entry => (
          <HeldRow
            key={entry.id}
            entry={entry}
            isOn={!left.has(entry.id)}
            onTick={on => tick(entry.id, on)}
          />
        ))}
        {models.map(model => (
          <ModelRow key={`${model.model} ${model.simulated}`} model={model} />
        ))}
        {ids.length === 0 && (
          <li className="px-1.5 py-1 text-sm text-muted">
            {isOver ? t`Nothing: it only looked and worked things out.` : t`Nothing so far.`}
          </li>
        )}
      </ul>
      {ids.length > 0 && (
        <footer className="flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2">
          <span className="min-w-0 flex-1 text-xs text-muted">
            {isOver ? t`${ticked.length} of ${ids.length} ticked` : t`Nothing of this has been done`}
          </span>
          <Button
            look="primary"
            className="h-7.5"
            isDisabled={!isOver || isApplying || ticked.length === 0}
            onPress={() => void apply()}
          >{t`Apply`}</Button>
        </footer>
      )}
    </section>
  )
}

interface TickProps {
  readonly isOn: boolean
  readonly onTick: (isOn: boolean) => void
}

function FileRow({ file, ...tick }: TickProps & { readonly file: FileEntry }) {
  return (
    <Row
      {...tick}
      icon={fileIcons[file.how]}
      title={file.path}
      aside={file.within === undefined ? sayLines(file) : `${sayLines(file)} · ${file.within}`}
      details={<FileDiff before={file.change.before} after={file.change.after} />}
    />
  )
}

const portIcons: { readonly [port: string]: LucideIcon } = {
  http: Globe,
  notify: Bell,
  events: Radio,
  git: GitCommitHorizontal,
  shell: SquareTerminal,
  tables: Table,
}

function HeldRow({ entry, ...tick }: TickProps & { readonly entry: HeldEntry }) {
  return (
    <Row
      {...tick}
      icon={portIcons[entry.port] ?? Globe}
      title={entry.say}
      aside={entry.within === undefined ? t`held back` : t`held back · ${entry.within}`}
      details={
        <div className="flex flex-col gap-1">
          <p className="text-xs text-muted">
            {entry.within === undefined
              ? t`By the step ${entry.step}`
              : t`By the step ${entry.step} of ${entry.within}`}
          </p>
          <ValueView label={t`What would be sent`} value={entry.with} />
        </div>
      }
    />
  )
}

interface RowProps extends TickProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly aside: string
  readonly details: ReactNode
}

function Row({ isOn, onTick, icon: Icon, title, aside, details }: RowProps) {
  const [isOpen, setOpen] = useState(false)
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <li>
      <div className="flex items-center gap-1">
        <Checkbox label={t`Do: ${title}`} isLabelHidden isOn={isOn} onChange={onTick} />
        <AriaButton
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
          className="flex h-7 min-w-0 flex-1 cursor-default items-center gap-2 rounded-md px-1.5 text-left data-focus-visible:outline-2 data-focus-visible:outline-accent data-hovered:bg-wash"
        >
          <Icon size={14} className="shrink-0 text-muted" aria-hidden />
          <span
            className={cx("min-w-0 flex-1 truncate font-mono text-xs", !isOn && "text-muted line-through")}
          >
            {title}
          </span>
          <span className="shrink-0 text-xs text-muted tabular-nums">{aside}</span>
          <Chevron size={13} className="shrink-0 text-faint" aria-hidden />
        </AriaButton>
      </div>
      {isOpen && <div className="py-1 pr-1 pl-8">{details}</div>}
    </li>
  )
}

/** Models were asked already, or simulated: there is nothing to tick. */
function ModelRow({ model: { model, calls, tokens, usd, simulated } }: { readonly model: ModelEntry }) {
  const says = [
    ...(calls > 1 ? [t`${calls} calls`] : []),
    t`${tokens.toLocaleString("en-US")} tokens`,
    ...(simulated ? ["simulated"] : usd === null ? [] : [sayUsd(usd)]),
  ]
  return (
    <li className="flex h-7 items-center gap-2 pr-1.5 pl-8.5">
      <Sparkles size={14} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-0 flex-1 truncate font-mono text-xs">{model}</span>
      <span className="shrink-0 text-xs text-muted tabular-nums">{says.join(", ")}</span>
    </li>
  )
}
