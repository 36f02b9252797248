import {
  ChevronDown,
  ChevronUp,
  CirclePause,
  CirclePlay,
  CircleStop,
  type LucideIcon,
  Pencil,
  Pin,
  RotateCcw,
  Square,
  StepForward,
  X,
} from "lucide-react"
import { useMemo } from "react"
import { t } from "../../language/t.ts"
import { Badge } from "../../ui/Badge.tsx"
import { Button, IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { sayCost } from "../cost.ts"
import { useRunDesk, useRunDeskState } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import type { RunView } from "../runView.ts"
import type { Awaited } from "../runWaits.ts"
import { isOver, modeWords, runStatuses, sayTime } from "../statusLooks.ts"
import { useHistory } from "../useHistory.ts"
import { useNow } from "../useNow.ts"
import { RunMenu } from "./RunMenu.tsx"
import { Scrubber } from "./Scrubber.tsx"
import { useRunView } from "./useRunView.ts"

/** The line that says how the run stands, how far it is and what it waits for, and steers it. */
export function RunBar({ run }: { readonly run: RunStore | null }) {
  const desk = useRunDesk()
  const isFolded = useRunDeskState(state => state.isFolded)
  const isAlone = useRunDeskState(state => state.isAlone)
  return (
    <header className="flex min-h-10 shrink-0 flex-wrap items-center min-[700px]:flex-nowrap gap-x-3 gap-y-1 px-3.5 py-1 max-[700px]:gap-x-1.5 max-[700px]:px-3">
      {run !== null ? (
        <>
          <RunNumber run={run.run} />
          <Status run={run} />
          <Scrubber run={run} />
          <span className="flex-1" />
          <Steering run={run} />
        </>
      ) : (
        <h2 className="flex-1 text-sm font-semibold">{t`Runs`}</h2>
      )}
      <span className="ml-auto flex">
        {run !== null && !run.isRecord && <RunMenu run={run} />}
        <span className={isAlone ? "hidden" : "contents"}>
          <IconButton
            icon={isFolded ? ChevronUp : ChevronDown}
            label={isFolded ? t`Unfold the run panel` : t`Fold the run panel`}
            onPress={() => desk.store.setState({ isFolded: !isFolded })}
          />
          <IconButton icon={X} label={t`Close the run panel`} onPress={() => desk.show(false)} />
        </span>
      </span>
    </header>
  )
}

/** What people call the run. */
function RunNumber({ run }: { readonly run: string }) {
  const query = useMemo(() => ({ run, most: 1 }), [run])
  const number = useHistory(query)?.runs[0]?.number
  return number === undefined ? null : <h2 className="shrink-0 text-sm font-semibold">{t`Run ${number}`}</h2>
}

function Status({ run }: { readonly run: RunStore }) {
  const [stopped] = useRunView(run, view => view.stops)
  const status = useRunView(run, view => view.status)
  const isCut = useRunView(run, view => view.isCut)
  const mode = useRunView(run, view => view.mode)
  const differs = useRunView(run, view => view.doubts.some(doubt => doubt.differs !== undefined))
  const isPast = useRunView(run, isOfPast)
  const { done, all } = useRunView(run, view => view.share)
  const cost = useRunView(run, view => sayCost(view.cost))
  const say =
    stopped !== undefined && status === "paused"
      ? t`Stopped before “${stopped.name}”`
      : differs && status === "waiting"
        ? t`Waits for you: a real answer differs`
        : `${runStatuses[status].say()}${modeWords[mode]()}`
  return (
    // In one line with what steers the run, what it has no room for wraps out of sight, the last of it first.
    <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-0.5 min-[700px]:h-5.5 min-[700px]:gap-y-2 min-[700px]:overflow-clip">
      <span role="status" className="flex items-center gap-2">
        {isCut ? (
          <Badge look="bad">{t`Cannot be read further`}</Badge>
        ) : status === "running" && !isPast ? (
          <span className="flex items-center gap-2 text-sm font-semibold text-accent">
            <Spinner />
            {say}
          </span>
        ) : (
          <Badge look={runStatuses[status].look}>
            {/* What steers it stands in the same line on a phone; what differs is told below. */}
            <span className={cx("max-w-60 truncate", differs && "max-[430px]:max-w-24")}>{say}</span>
          </Badge>
        )}
      </span>
      {/* What is no live run says so, and leaves less room. */}
      <span className={cx("contents", mode !== "live" && "max-[430px]:hidden")}>
        {!isCut && <Elapsed run={run} />}
      </span>
      <span
        className={cx(
          "text-xs text-muted tabular-nums",
          mode === "live" && stopped === undefined ? "max-[700px]:hidden" : "max-[1100px]:hidden",
        )}
      >
        {all === 1 ? t`${done} of 1 step` : t`${done} of ${all} steps`}
      </span>
      {mode !== "live" && (
        <span className="max-[1100px]:hidden">
          <Badge>{trialWords[mode]()}</Badge>
        </span>
      )}
      <Meant run={run} />
      <StandIns run={run} />
      {cost !== "" && (
        // Where there is no room for it, the cards say it still.
        <span className="text-xs text-muted tabular-nums max-[1100px]:hidden">{cost}</span>
      )}
      <AwaitedNow run={run} />
    </div>
  )
}

/** What the run is for, where it does no more than some of its workflow. */
function Meant({ run }: { readonly run: RunStore }) {
  const meant = useRunView(run, view => view.meant)
  return meant === "" ? null : (
    <span className="max-[1100px]:hidden">
      <Badge>{meant}</Badge>
    </span>
  )
}

/** What a run that is not live leaves alone. */
const trialWords = {
  sandbox: () => t`Test run: nothing was changed`,
  replay: () => t`Replay: nothing was sent`,
}

/** A moment of the past is shown. */
function isOfPast({ moment, events }: RunView): boolean {
  return moment < events
}

/** How long it has been going at the moment that is shown. */
function Elapsed({ run }: { readonly run: RunStore }) {
  const startedAt = useRunView(run, view => view.startedAt)
  const endedAt = useRunView(run, view => view.endedAt ?? (isOfPast(view) ? view.at : null))
  const now = useNow(endedAt === null)
  const until = endedAt ?? Math.max(now, startedAt)
  const isPast = useRunView(run, isOfPast)
  return (
    <span
      className={cx(
        "text-xs text-muted tabular-nums",
        isPast && "max-[700px]:hidden",
        // The buttons that steer it take that room.
        endedAt === null && "max-[430px]:hidden",
      )}
    >
      {sayTime(until - startedAt)}
    </span>
  )
}

/** What it waits for now. */
function AwaitedNow({ run }: { readonly run: RunStore }) {
  const awaited = useRunView(run, view => view.awaited)
  const now = useNow(awaited.some(({ until }) => until !== null))
  if (awaited.length === 0) return null
  return (
    <span className="max-w-72 truncate text-xs text-muted max-[1200px]:hidden">
      {sayAwaited(awaited, now)}
    </span>
  )
}

/** That not everything was done in earnest stays in sight. */
function StandIns({ run }: { readonly run: RunStore }) {
  const { pinned, madeUp } = useRunView(run, view => view.standIns)
  return (
    <>
      {pinned > 0 && (
        <StandIn
          icon={Pin}
          count={pinned}
          say={pinned === 1 ? t`1 step pinned` : t`${pinned} steps pinned`}
        />
      )}
      {madeUp > 0 && (
        <StandIn
          icon={Pencil}
          count={madeUp}
          say={madeUp === 1 ? t`1 step made up` : t`${madeUp} steps made up`}
        />
      )}
    </>
  )
}

interface StandInProps {
  readonly icon: LucideIcon
  readonly count: number
  readonly say: string
}

/** A phone has room for how many they are. */
function StandIn({ icon: Icon, count, say }: StandInProps) {
  return (
    <Badge look="warn">
      <Icon size={12} aria-hidden />
      <span className="max-[430px]:sr-only">{say}</span>
      <span aria-hidden className="min-[430px]:hidden">
        {count}
      </span>
    </Badge>
  )
}

/** A ring that turns while something is under way. */
export function Spinner({ className }: { readonly className?: string }) {
  return (
    <span
      aria-hidden
      className={cx(
        "inline-block size-3.5 shrink-0 turn rounded-full border-[1.5px] border-accent/25 border-t-accent",
        className,
      )}
    />
  )
}

const waits: { readonly [For in Awaited["for"]]: (name: string) => string } = {
  person: name => t`waits for you: ${name}`,
  time: name => t`${name} waits`,
  event: name => t`${name} waits for an event`,
  run: name => t`${name} waits for another run`,
  grant: name => t`${name} waits to be allowed what it asked for`,
  retry: name => t`${name} tries again`,
  work: name => name,
}

function sayAwaited(awaited: readonly Awaited[], now: number): string {
  // What a person can do comes first.
  const [first, ...others] = [...awaited].sort(
    (a, b) => Number(b.for === "person") - Number(a.for === "person"),
  )
  if (first === undefined) return ""
  const left = first.until === null ? "" : t` for ${sayTime(Math.max(0, first.until - now))}`
  const more = others.length === 0 ? "" : t`, and ${others.length} more`
  return `${waits[first.for](first.name)}${left}${more}`
}

interface SaidProps {
  /** What has stopped is steered by a button more, and says so at length. */
  readonly hasStopped: boolean
  readonly children: string
}

/** What a button says, where there is no room for it to nobody but who hears it. */
function Said({ hasStopped, children }: SaidProps) {
  return <span className={hasStopped ? "max-[1100px]:sr-only" : "max-[500px]:sr-only"}>{children}</span>
}

/** Without its word a button is as narrow as it can be, so that the panel is folded and closed in the same line. */
const steering = "h-7.5 max-[500px]:px-2"

function Steering({ run }: { readonly run: RunStore }) {
  const desk = useRunDesk()
  const status = useRunView(run, view => view.status)
  const over = useRunView(run, view => isOver(view.status) || view.endedAt !== null)
  const isCut = useRunView(run, view => view.isCut)
  const isPast = useRunView(run, isOfPast)
  const isCancelling = useRunView(run, view => view.isCancelling)
  const hasStopped = useRunView(run, view => view.stops.length > 0)
  const isHeld = status === "paused" || status === "parked"

  if (isPast) {
    return <Button className="h-7.5" onPress={() => run.see({ moment: null })}>{t`Back to now`}</Button>
  }
  if (run.isRecord || isCut) return null
  if (over) {
    return status === "completed" ? null : (
      <Button
        className="h-7.5"
        icon={RotateCcw}
        aria-label={t`Retry from where it stopped`}
        onPress={() => void desk.fork({ type: "retry" })}
      >
        {t`Retry`}
        <span className="-ml-1 max-[1200px]:hidden"> {t`from where it stopped`}</span>
      </Button>
    )
  }
  return (
    <span className="flex shrink-0 items-center gap-2">
      {isHeld && hasStopped && (
        <IconButton
          icon={StepForward}
          label={t`Run one step`}
          onPress={() => void run.tell({ type: "step" })}
        />
      )}
      {isHeld ? (
        <Button
          look="primary"
          className={steering}
          icon={CirclePlay}
          onPress={() => void run.tell({ type: "resume" })}
        >
          <Said hasStopped={hasStopped}>{t`Resume`}</Said>
        </Button>
      ) : (
        <Button className={steering} icon={CirclePause} onPress={() => void run.tell({ type: "pause" })}>
          <Said hasStopped={hasStopped}>{t`Pause`}</Said>
        </Button>
      )}
      {isCancelling ? (
        <Button
          look="danger"
          className={steering}
          icon={CircleStop}
          onPress={() => void run.tell({ type: "kill" })}
        >
          <Said hasStopped={hasStopped}>{t`Stop at once`}</Said>
        </Button>
      ) : (
        <Button
          className={steering}
          icon={Square}
          aria-label={t`Cancel the run`}
          onPress={() => void run.tell({ type: "cancel" })}
        >
          <Said hasStopped={hasStopped}>{t`Cancel`}</Said>
        </Button>
      )}
    </span>
  )
}
