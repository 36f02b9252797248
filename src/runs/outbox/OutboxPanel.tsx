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
import { type ReactNode, useMemo, useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import type { HeldEntry } from "../../engine/core/records.ts"
import type { FileEntry, ModelEntry, WouldDo } from "../../engine/core/wouldDo.ts"
import { sayNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { BlockList } from "../../ui/BlockList.tsx"
import { Button } from "../../ui/Button.tsx"
import { Checkbox } from "../../ui/Checkbox.tsx"
import { cx } from "../../ui/cx.ts"
import { sayUsd } from "../statusLooks.ts"
import { ValueView } from "../values/ValueView.tsx"
import { FileDiff } from "./FileDiff.tsx"
import { fileIcons, sayLines } from "./fileRows.ts"
import { useWholeOutbox } from "./useWholeOutbox.ts"

const rowHeight = 28

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
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [isApplying, setApplying] = useState(false)
  const ids = useMemo(() => [...files, ...held].map(({ id }) => id), [files, held])
  const ticked = useMemo(() => ids.filter(id => !left.has(id)), [ids, left])

  const turns = (id: string): Turns => ({
    isOn: !left.has(id),
    onTick: () => setLeft(turned(left, id)),
    isOpen: opened.has(id),
    onTurn: () => setOpened(turned(opened, id)),
  })
  const row = (index: number) => {
    const file = files[index]
    if (file !== undefined) return <FileRow file={file} {...turns(file.id)} />
    const entry = held[index - files.length]
    if (entry !== undefined) return <HeldRow entry={entry} {...turns(entry.id)} />
    const model = models[index - ids.length]
    return model === undefined ? null : <ModelRow model={model} />
  }

  async function apply() {
    setApplying(true)
    await onApply(ticked)
    setApplying(false)
  }

  return (
    <section aria-label={t`What this run would do`} className={cx("flex min-h-0 flex-col", className)}>
      <h3 className="px-3.5 pt-3 pb-1 text-sm font-semibold">{t`What this run would do`}</h3>
      <div className="min-h-0 flex-1 overflow-auto pr-2 pb-2 pl-3.5">
        <BlockList
          label={t`What this run would do`}
          count={ids.length + models.length}
          rowHeight={rowHeight}
          row={row}
          keyOf={index => ids[index] ?? `model ${index - ids.length}`}
        />
        {ids.length === 0 && (
          <p className="py-1 text-sm text-muted">
            {isOver ? t`Nothing: it only looked and worked things out.` : t`Nothing so far.`}
          </p>
        )}
      </div>
      {ids.length > 0 && (
        <footer className="flex flex-wrap items-center gap-2 border-t border-line px-3.5 py-2 max-[1100px]:sticky max-[1100px]:bottom-0 max-[1100px]:bg-panel">
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

/** The set with the id, where it was without it, or else without. */
function turned(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Whether it is ticked and its details show, which outlives that it is drawn. */
interface Turns {
  readonly isOn: boolean
  readonly onTick: () => void
  readonly isOpen: boolean
  readonly onTurn: () => void
}

function FileRow({ file, ...turns }: Turns & { readonly file: FileEntry }) {
  return (
    <Row
      {...turns}
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

function HeldRow({ entry, ...turns }: Turns & { readonly entry: HeldEntry }) {
  return (
    <Row
      {...turns}
      icon={portIcons[entry.port] ?? Globe}
      title={translated(entry.say)}
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

interface RowProps extends Turns {
  readonly icon: LucideIcon
  readonly title: string
  readonly aside: string
  readonly details: ReactNode
}

function Row({ isOn, onTick, isOpen, onTurn, icon: Icon, title, aside, details }: RowProps) {
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <>
      <div className="flex items-center gap-1">
        <Checkbox label={t`Do: ${title}`} isLabelHidden isOn={isOn} onChange={onTick} />
        <AriaButton
          aria-expanded={isOpen}
          onPress={onTurn}
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
      {isOpen && <div className="py-1 pr-1 pl-7">{details}</div>}
    </>
  )
}

/** Models were asked already, or simulated: there is nothing to tick. */
function ModelRow({ model: { model, calls, tokens, usd, simulated } }: { readonly model: ModelEntry }) {
  const says = [
    ...(calls > 1 ? [t`${calls} calls`] : []),
    t`${sayNumber(tokens)} tokens`,
    ...(simulated ? [t`simulated`] : usd === null ? [] : [sayUsd(usd)]),
  ]
  return (
    <div className="flex h-7 items-center gap-2 pr-1.5 pl-7">
      <Sparkles size={14} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-0 flex-1 truncate font-mono text-xs">{model}</span>
      <span className="shrink-0 text-xs text-muted tabular-nums">{says.join(", ")}</span>
    </div>
  )
}
