import { Check, Clock, HelpCircle, type LucideIcon, RotateCw, X } from "lucide-react"
import { t } from "../../language/t.ts"
import { cx } from "../../ui/cx.ts"
import { type StepState, useRunSlots, useStepState, useStepWords } from "../runSlots.ts"

const icons: { readonly [Icon in StepState["icon"]]: LucideIcon | null } = {
  ready: null,
  running: null,
  waiting: Clock,
  retrying: RotateCw,
  doubt: HelpCircle,
  done: Check,
  failed: X,
  none: null,
}

/** How the step stands in the run that is looked at: a sign at its corner, what it took below, and what it says. */
export function RunMark({ id }: { readonly id: string }) {
  const state = useStepState(id)
  const { Act } = useRunSlots()
  if (state === undefined) return null
  const { say, icon, look, facts, isAsking, stale } = state
  const Icon = icons[icon]
  return (
    <>
      <span
        className={cx("run-sign", stale !== "" && "is-stale")}
        data-look={look}
        data-icon={icon}
        title={stale === "" ? say : `${say}. ${stale}`}
      >
        {Icon !== null && <Icon size={11} strokeWidth={3} aria-hidden />}
        <span className="sr-only">{stale === "" ? say : t`${say}, stale: ${stale}`}</span>
      </span>
      <Words id={id} facts={facts} />
      {isAsking && Act !== null && (
        <span className="run-answer nodrag nopan">
          <Act step={id} />
        </span>
      )}
    </>
  )
}

/** What the step says while it is under way, else what was worth saying of it. */
function Words({ id, facts }: { readonly id: string; readonly facts: string }) {
  const { text, share } = useStepWords(id) ?? nothingSaid
  return (
    <>
      {share !== null && (
        <span className="run-share" aria-hidden>
          <span style={{ scale: `${Math.min(1, Math.max(0, share))} 1` }} />
        </span>
      )}
      {text !== "" ? (
        <span className="run-text">
          <span>{text}</span>
        </span>
      ) : (
        <span className="run-facts">{facts}</span>
      )}
    </>
  )
}

const nothingSaid = { text: "", share: null }
