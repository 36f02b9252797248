import { CircleCheck, CircleX, LoaderCircle } from "lucide-react"
import { t } from "../../language/t.ts"
import type { Health } from "./useHealth.ts"

/** What came of trying a provider, in a line that is read out when it changes. */
export function HealthLine({ health }: { readonly health: Health | undefined }) {
  return (
    <div role="status" className="min-w-0 text-xs empty:hidden">
      {health?.type === "trying" && (
        <span className="flex items-start gap-1.5 text-muted">
          <LoaderCircle size={14} className="mt-px shrink-0 turn" aria-hidden />
          {t`Asking for one word …`}
        </span>
      )}
      {health?.type === "works" && (
        <span className="flex items-start gap-1.5 text-good">
          <CircleCheck size={14} className="mt-px shrink-0" aria-hidden />
          {health.say}
        </span>
      )}
      {health?.type === "fails" && (
        <span className="flex items-start gap-1.5 text-bad-text">
          <CircleX size={14} className="mt-px shrink-0" aria-hidden />
          {health.say}
        </span>
      )}
    </div>
  )
}
