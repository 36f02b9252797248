import { ShieldCheck } from "lucide-react"
import { quoted } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import type { RunStore } from "../runStore.ts"
import { useRuns } from "../runsContext.ts"
import type { GrantRequest } from "../runWaits.ts"

interface GrantQuestionProps {
  readonly run: RunStore
  readonly request: GrantRequest
}

/** A power for which a run waits: it is allowed for this and every later run, or refused, and the step fails. */
export function GrantQuestion({ run, request }: GrantQuestionProps) {
  const { grants } = useRuns()
  const { workflow, pattern, say, names } = request
  return (
    <section
      aria-label={t`Asks to ${say}`}
      className="flex flex-col gap-3 rounded-xl border border-warn bg-warn-wash p-3"
    >
      <h3 className="text-sm font-semibold break-words">{t`This run asks to ${say}`}</h3>
      <p className="text-xs text-muted">{t`For ${names.map(quoted).join(", ")}. Allowed once, it holds for later runs too; you can take it back under Settings.`}</p>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          icon={ShieldCheck}
          onPress={() => void grants.allow(workflow, [pattern])}
        >{t`Allow`}</Button>
        <Button onPress={() => void run.tell({ type: "refused", pattern })}>{t`Refuse`}</Button>
      </div>
    </section>
  )
}
