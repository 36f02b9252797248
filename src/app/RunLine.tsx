import {
  Check,
  CircleHelp,
  CircleSlash,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Pause,
  X,
} from "lucide-react"
import { t } from "../language/t.ts"
import { isAsking, type RunStatus, type RunSummary } from "../model/journal.ts"
import { ago } from "./ago.ts"
import { useServices } from "./services.ts"

const looks: {
  readonly [status in RunStatus]: {
    readonly icon: LucideIcon
    readonly look: string
    readonly say: (() => string) | null
  }
} = {
  queued: { icon: Hourglass, look: "text-muted", say: () => t`queued` },
  running: { icon: LoaderCircle, look: "text-accent", say: () => t`running` },
  waiting: { icon: Hourglass, look: "text-warn-text", say: () => t`waiting` },
  paused: { icon: Pause, look: "text-warn-text", say: () => t`paused` },
  in_doubt: { icon: CircleHelp, look: "text-warn-text", say: () => t`in doubt` },
  parked: { icon: CircleSlash, look: "text-bad-text", say: () => t`set aside` },
  completed: { icon: Check, look: "text-good", say: null },
  failed: { icon: X, look: "text-bad-text", say: () => t`failed` },
  cancelled: { icon: CircleSlash, look: "text-muted", say: () => t`cancelled` },
}

/** How a run stands, in a few words: a completed one says only when. */
export function RunLine({ run }: { readonly run: RunSummary }) {
  const { now } = useServices()
  const { icon: Icon, look, say: sayStatus } = looks[run.status]
  const say = isAsking(run) && run.status === "waiting" ? () => t`waiting for you` : sayStatus
  const when = ago(run.endedAt ?? run.startedAt, now())
  return (
    <span className="flex items-center gap-2 text-muted">
      <Icon size={15} strokeWidth={2} className={`shrink-0 ${look}`} aria-hidden />
      <span className="line-clamp-2">
        {run.status === "completed" && <span className="sr-only">{t`completed`} </span>}
        {say === null ? when : run.endedAt === null ? say() : `${say()} ${when}`}
      </span>
    </span>
  )
}
