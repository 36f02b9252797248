import { RotateCw } from "lucide-react"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import type { RunStore } from "./runStore.ts"
import type { Retrying } from "./runWaits.ts"
import { sayTime } from "./statusLooks.ts"
import { useNow } from "./useNow.ts"

/** A step that failed and waits to be tried again: how long yet, why, and a way not to wait. */
export function RunRetrying({ run, retrying }: { readonly run: RunStore; readonly retrying: Retrying }) {
  const { name, attempt, until, problem } = retrying
  const now = useNow(true)
  const left = until === null || until <= now ? t`soon` : t`in ${sayTime(until - now)}`
  return (
    <section
      aria-label={t`${name} tries again`}
      className="flex flex-col gap-2 rounded-xl border border-line p-3"
    >
      <h3 className="text-sm font-semibold">{t`“${name}” is tried again ${left}`}</h3>
      <p className="text-xs text-muted">{t`Try ${attempt}. ${problem?.message ?? ""}`}</p>
      <RetryNow run={run} retrying={retrying} />
    </section>
  )
}

/** Makes the next attempt at once. */
export function RetryNow({ run, retrying }: { readonly run: RunStore; readonly retrying: Retrying }) {
  return (
    <span>
      <Button
        className="h-7"
        icon={RotateCw}
        onPress={() => void run.tell({ type: "hurry", place: retrying.place })}
      >{t`Retry now`}</Button>
    </span>
  )
}
