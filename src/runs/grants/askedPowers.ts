import { t } from "../../language/t.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import { type Grant, parseGrant } from "../../model/grants.ts"
import { stepNames } from "../../model/places.ts"
import { missingPowers, type Power, powersOf, powersWithout } from "../../model/powers.ts"
import type { StandIns } from "../../model/trialSchema.ts"
import type { Workflow } from "../../model/workflow.ts"

/** A power that a workflow asks for before it runs. */
export interface AskedPower {
  readonly pattern: string
  /** Words that stand alone: "Send requests to https://api.example.com". */
  readonly say: string
  /** Which of it is asked for shows only while it runs; to allow it now is to allow all of its kind. */
  readonly atRunTime: boolean
  /** The names of the steps that use it. */
  readonly steps: readonly string[]
}

/** What the workflow would have to be granted before it runs. */
export function askedPowers(
  workflow: Workflow,
  catalogue: Catalogue,
  granted: readonly string[],
  standIns: StandIns = {},
): readonly AskedPower[] {
  const names = stepNames(workflow)
  return missingPowers(powersWithout(powersOf(workflow, catalogue), standIns), granted.flatMap(grantIn)).map(
    ({ pattern, say, atRunTime, steps }: Power) => ({
      ...{ pattern, atRunTime, say: say.charAt(0).toUpperCase() + say.slice(1) },
      steps: steps.map(id => names.get(id) ?? t`the workflow itself`),
    }),
  )
}

/** The grant that the text says; none where this version knows no such grant. */
function grantIn(text: string): Grant[] {
  const grant = parseGrant(text)
  return grant.ok ? [grant.value] : []
}

/** What a grant allows, in words that stand alone. */
export function sayGrantText(text: string, say: (grant: Grant) => string): string {
  const [grant] = grantIn(text)
  const words = grant === undefined ? text : say(grant)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
