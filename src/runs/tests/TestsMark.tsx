import { CircleCheck, CircleDashed, CircleX } from "lucide-react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../../language/t.ts"
import { cx } from "../../ui/cx.ts"
import { useRunDesk } from "../runDesk.ts"
import { useTestDeskState } from "./testDesk.ts"
import { countTests, sayCounts } from "./testStanding.ts"

/** Whether the tests pass since the last change; opens them. */
export function TestsMark() {
  const desk = useRunDesk()
  const tests = useTestDeskState(state => state.tests)
  const hash = useTestDeskState(state => state.hash)
  if (tests.length === 0) return null
  const counts = countTests(tests, hash)
  const [Icon, look] =
    counts.failed > 0
      ? ([CircleX, "bg-bad-wash text-bad-text border-transparent"] as const)
      : counts.stale > 0
        ? ([CircleDashed, "border-line text-muted"] as const)
        : ([CircleCheck, "border-line text-good"] as const)
  return (
    <AriaButton
      aria-label={t`Tests: ${sayCounts(counts)}`}
      onPress={() => {
        desk.show(true)
        desk.store.setState({ sheet: "tests", isFolded: false })
      }}
      className={cx(
        "mr-1 inline-flex h-5.5 shrink-0 cursor-default items-center gap-1.5 rounded-full border px-2 text-xs tabular-nums",
        look,
      )}
    >
      <Icon size={13} aria-hidden />
      <span className="max-[430px]:hidden">
        {counts.passed}/{tests.length}
      </span>
    </AriaButton>
  )
}
