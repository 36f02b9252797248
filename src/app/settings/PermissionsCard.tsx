import { ShieldCheck, X } from "lucide-react"
import { useEffect, useState } from "react"
import { Link } from "wouter"
import { keptSummary } from "../../editor/summary.ts"
import { t } from "../../language/t.ts"
import { sayGrant } from "../../model/grants.ts"
import { sayGrantText } from "../../runs/grants/askedPowers.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { useWorkflows } from "../useWorkflows.ts"
import { SettingsCard } from "./SettingsCard.tsx"

/** What each workflow was allowed to do, and the way to take it back. */
export function PermissionsCard() {
  const { grants } = useRuns()
  const [all, setAll] = useState<ReadonlyMap<string, readonly string[]> | null>(null)
  useEffect(() => grants.watch(setAll), [grants])
  const names = new Map(
    useWorkflows()?.map(row => [row.id, keptSummary(row.summary)?.name ?? row.id] as const),
  )
  return (
    <SettingsCard
      title={t`What workflows may do`}
      help={t`A workflow may use its own workspace, and nothing else before you allow it. What you take back is refused from its next request on.`}
    >
      {all !== null && all.size === 0 && (
        <EmptyState
          icon={ShieldCheck}
          title={t`Nothing was allowed yet`}
        >{t`When a workflow needs more than its workspace, it asks before it runs.`}</EmptyState>
      )}
      {all !== null && all.size > 0 && (
        <ul aria-label={t`Workflows with permissions`} className="divide-y divide-line">
          {[...all].map(([workflow, patterns]) => (
            <li key={workflow} className="px-5 py-3.5">
              <div className="flex items-center gap-3">
                <Link
                  href={`/w/${workflow}`}
                  className="min-w-0 flex-1 truncate text-sm font-medium hover:underline"
                >
                  {names.get(workflow) ?? workflow}
                </Link>
                <Button
                  className="h-7"
                  onPress={() => void grants.revoke(workflow)}
                >{t`Take all back`}</Button>
              </div>
              <ul aria-label={t`Permissions of ${names.get(workflow) ?? workflow}`} className="pt-1">
                {patterns.map(pattern => (
                  <li key={pattern} className="flex items-center gap-2 text-sm text-muted">
                    <span className="min-w-0 flex-1 break-words">{sayGrantText(pattern, sayGrant)}</span>
                    <IconButton
                      icon={X}
                      label={t`Take back: ${sayGrantText(pattern, sayGrant)}`}
                      onPress={() => void grants.revoke(workflow, [pattern])}
                    />
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </SettingsCard>
  )
}
