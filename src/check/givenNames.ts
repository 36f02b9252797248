import { t } from "../language/t.ts"
import type { Survey, SurveyedStep } from "./survey.ts"
import type { EvaluatedText } from "./texts.ts"

/*
 * Some names mean something only inside a container that gives them: `item` in a foreach. `each` on a step gives
 * the step's own parameters what a foreach gives, and a `match` is asked about an `event`.
 */

const givenByEach: readonly string[] = ["item", "index"]

/** Tells whether a name is one that containers give; and if so, whether one gives it here. */
export interface GivenNames {
  isSometimes(name: string): boolean
  isHere(name: string, text: EvaluatedText): boolean
  /** Where the name is given, as a sentence says it. */
  where(name: string): string
}

/** Reads from the catalogue which kinds give which names. */
export function givenNames({ catalogue }: Survey): GivenNames {
  const givers = new Map<string, string[]>(givenByEach.map(name => [name, []]))
  for (const { kind, holds } of Object.values(catalogue.kinds)) {
    for (const name of holds?.gives ?? []) givers.set(name, [...(givers.get(name) ?? []), kind])
  }
  return {
    isSometimes: name => name === "event" || givers.has(name),
    isHere: (name, { owner, moment, path }) => {
      if (name === "event") return path.at(-1) === "match"
      if (owner === undefined) return false
      const isOwnList = path[owner.path.length] === "each"
      if (owner.step.each !== undefined && givenByEach.includes(name) && !isOwnList) return true
      if (moment === "inside" && gives(owner, name)) return true
      for (let here = owner.scope.holder; here !== undefined; here = here.scope.holder) {
        if (gives(here, name)) return true
      }
      return false
    },
    where: name => {
      if (name === "event") return t`in “match”`
      const kinds = givers.get(name) ?? []
      const each = givenByEach.includes(name) ? [t`steps with “each”`] : []
      return t`inside ${[...kinds, ...each].join(", ")}`
    },
  }
}

/** Nobody knows what an unknown kind gives, so nothing is held against it. */
function gives({ entry }: SurveyedStep, name: string): boolean {
  return entry === undefined || entry.holds?.gives?.includes(name) === true
}
