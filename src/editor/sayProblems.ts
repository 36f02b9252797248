import { t } from "../language/t.ts"
import type { Findings } from "./facts.ts"

/** How many problems there are. */
export function sayProblems(count: number): string {
  return count === 1 ? t`1 problem` : t`${count} problems`
}

/** What a workflow has of them, once that is known. */
export function sayFound({ problems, isChecked }: Findings): string {
  if (problems.length > 0) return sayProblems(problems.length)
  return isChecked ? t`No problems` : t`Looking for problems`
}
