import { CircleCheck, CircleDashed, CircleX } from "lucide-react"
import { useEffect, useState } from "react"
import { t } from "../language/t.ts"
import { useRunAccess } from "../runs/runsContext.ts"
import type { ListedTest } from "../runs/tests/testBench.ts"

/** The tests of all workflows, by workflow. */
export function useAllTests(): ReadonlyMap<string, readonly ListedTest[]> {
  const { tests } = useRunAccess()
  const [all, setAll] = useState<ReadonlyMap<string, readonly ListedTest[]>>(new Map())
  useEffect(() => tests.watchAll(listed => setAll(Map.groupBy(listed, ({ workflow }) => workflow))), [tests])
  return all
}

/** What is typed is written a moment later than it is tested. */
const slack = 2_000

/** How the tests of a workflow that was changed then stand, in a few words. */
export function TestLine({
  tests,
  changed,
}: {
  readonly tests: readonly ListedTest[]
  readonly changed: number
}) {
  const failed = tests.filter(({ last }) => last?.report.passed === false).length
  const isOld = tests.some(({ last }) => last === undefined || last.at + slack < changed)
  const count = tests.length === 1 ? t`1 test` : t`${tests.length} tests`
  const [Icon, look, say] =
    failed > 0
      ? ([
          CircleX,
          "text-bad-text",
          failed === 1 ? t`1 of ${count} fails` : t`${failed} of ${count} fail`,
        ] as const)
      : isOld
        ? ([CircleDashed, "text-muted", t`${count} from before a change`] as const)
        : ([CircleCheck, "text-good", `${count} ${tests.length === 1 ? "passes" : "pass"}`] as const)
  return (
    <span className="mt-0.5 flex items-center gap-2 text-muted">
      <Icon size={15} strokeWidth={2} className={`shrink-0 ${look}`} aria-hidden />
      <span className="truncate">{say}</span>
    </span>
  )
}
