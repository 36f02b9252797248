import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import type { RunStore } from "./runStore.ts"

/** A run that was set aside, and the way on. */
export function RunParked({ run }: { readonly run: RunStore }) {
  return (
    <section aria-label={t`Set aside`} className="flex flex-col gap-2 rounded-lg bg-warn-wash p-3">
      <p className="text-sm text-warn-text">{t`This run was interrupted three times without getting any further, so it was set aside.`}</p>
      <span className="flex gap-2">
        <Button className="h-7" onPress={() => void run.tell({ type: "resume" })}>{t`Try again`}</Button>
        <Button className="h-7" onPress={() => void run.tell({ type: "cancel" })}>{t`Cancel it`}</Button>
      </span>
    </section>
  )
}
