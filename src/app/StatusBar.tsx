import { CircleDollarSign, HardDrive, ShieldAlert, WifiOff } from "lucide-react"
import { useEffect, useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import { useStore } from "zustand"
import { keptSummary } from "../editor/summary.ts"
import { t } from "../language/t.ts"
import { worded } from "../language/wordFiles.ts"
import type { RunSummary } from "../model/journal.ts"
import { sayUsd } from "../runs/statusLooks.ts"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { ago } from "./ago.ts"
import { isCopyDue } from "./durability.ts"
import { spentSince } from "./runDigest.ts"
import { useServices } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"

const DurabilityDialog = later(worded(() => import("./DurabilityDialog.tsx")))

interface StatusBarProps {
  readonly rows: readonly KeptWorkflow[]
  readonly runs: readonly RunSummary[]
}

/** What is true of everything at once: where it is kept, what needs no network, what was spent. */
export function StatusBar({ rows, runs }: StatusBarProps) {
  const { durability, now } = useServices()
  const state = useStore(durability.store)
  const { isPersisted, copiedAt } = state
  const oldest = rows.length === 0 ? null : Math.min(...rows.map(({ changed }) => changed))
  const isDue = isCopyDue(state, oldest, now())
  const [isOpen, setOpen] = useState(false)
  useEffect(() => void durability.look(), [durability])
  const summaries = rows.map(row => keptSummary(row.summary)).filter(summary => summary !== null)
  const offline = summaries.filter(({ isOffline }) => isOffline).length
  const date = new Date(now())
  const month = new Date(date.getFullYear(), date.getMonth(), 1).getTime()
  const spent = spentSince(runs, month)
  return (
    <footer className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-t border-line bg-panel px-5 py-2 text-xs text-muted max-[700px]:px-4">
      <AriaButton
        onPress={() => setOpen(true)}
        className="flex cursor-default items-center gap-2 rounded data-hovered:text-ink"
      >
        {isPersisted === false || isDue ? (
          <ShieldAlert size={14} className="text-warn-text" aria-hidden />
        ) : (
          <HardDrive size={14} className="text-good" aria-hidden />
        )}
        <span>
          {isPersisted === false ? t`On disk, as long as this browser likes` : t`All changes on disk`}
        </span>
        <span className={cx("-ml-1", isDue ? "font-medium text-warn-text" : "max-[700px]:sr-only")}>
          {isDue && t`· time for a copy: `}
          {!isDue && "· "}
          {copiedAt === null ? t`no copy outside` : t`copied out ${ago(copiedAt, now())}`}
        </span>
      </AriaButton>
      {summaries.length > 0 && (
        <span className="flex items-center gap-2 max-[700px]:hidden">
          <WifiOff size={14} aria-hidden />
          {t`${offline} of ${summaries.length} run offline`}
        </span>
      )}
      <span className="flex-1" />
      {spent > 0 && (
        <span className="flex items-center gap-2">
          <CircleDollarSign size={14} aria-hidden />
          {t`${sayUsd(spent)} this month`}
        </span>
      )}
      {isOpen && <DurabilityDialog onClose={() => setOpen(false)} />}
    </footer>
  )
}
