import { t } from "../../language/t.ts"
import type { ListedTest } from "./testBench.ts"

/** How a test stands: what it came to last, or that this says nothing about the workflow as it is now. */
export type TestLook = "passed" | "failed" | "stale"

/** How the test stands towards the workflow with the hash. */
export function lookOf({ last }: ListedTest, hash: string | null): TestLook {
  if (last === undefined || last.of !== hash) return "stale"
  return last.report.passed ? "passed" : "failed"
}

/** How many tests passed, failed, and were not run since the last change. */
export type TestCounts = { readonly [Look in TestLook]: number }

/** Counts the tests by how they stand. */
export function countTests(tests: readonly ListedTest[], hash: string | null): TestCounts {
  const counts = { passed: 0, failed: 0, stale: 0 }
  for (const test of tests) counts[lookOf(test, hash)]++
  return counts
}

/** The counts in words: `2 passed, 1 failed, 1 not run since the last change`. */
export function sayCounts({ passed, failed, stale }: TestCounts): string {
  const parts = [
    passed > 0 ? t`${passed} passed` : "",
    failed > 0 ? t`${failed} failed` : "",
    stale > 0 ? t`${stale} not run since the last change` : "",
  ]
  return parts.filter(Boolean).join(", ") || t`no tests yet`
}
