import { t } from "../language/t.ts"
import { type Catalogue, triggerTitle } from "../model/catalogue.ts"

/** What started a run, as people read it: a trigger of its workflow, or another run. */
export function sayTrigger(catalogue: Catalogue, type: string): string {
  if (type === "workflow") return t`A workflow`
  if (type === "failure") return t`A failed run`
  return triggerTitle(catalogue, type)
}
