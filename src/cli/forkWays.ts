import type { ForkScope, StepMeant } from "../engine/core/fork.ts"
import type { RunState } from "../engine/core/state.ts"
import { lastEntered } from "../engine/core/whereabouts.ts"
import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Problem } from "../model/problems.ts"
import type { Arguments } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import { pathOf, pathOfInstance } from "./runPaths.ts"

/* Another way from a run, as its options say it: `--up-to each[2].check`, `--from check#3`, `--iteration each[2]`. */

/** The options that say from where to where a fork goes. */
export const wayOptions = {
  from: { value: "STEP", say: "fork: run this step again, and what follows it" },
  "up-to": {
    value: "STEP",
    say: "fork: run this step with what leads to it as far as that has not run, and nothing else",
  },
  step: { value: "STEP", say: "fork: run this step again, and nothing else" },
  iteration: { value: "EACH[N]", say: "fork: run this iteration of a container again, and nothing else" },
} as const

const types = { from: "from", "up-to": "upTo", step: "step" } as const

/** The way that the options name; undefined where they name none. */
export function readWay({ values }: Arguments, state: RunState): Result<ForkScope | undefined, Problem> {
  const named = (Object.keys(wayOptions) as (keyof typeof wayOptions)[]).flatMap(option =>
    (values.get(option) ?? []).map(text => ({ option, text })),
  )
  const [first, second] = named
  if (first === undefined) return ok(undefined)
  if (second !== undefined || values.has("set") || values.has("input")) return err(problem("fork_two_ways"))
  const { option, text } = first
  if (option === "iteration") return readIteration(state, text)
  const type = types[option]
  const meant = stepMeant(state, text)
  if (meant === undefined) return err(unknown(text, Object.keys(placesIn(state))))
  const isThere = meant.in !== undefined
  if (type === "from" ? meant.visit === undefined : type === "step" && !isThere) {
    return err(problem("fork_step_not_reached", { step: text }))
  }
  return ok({ type, ...meant })
}

function readIteration(state: RunState, text: string): Result<ForkScope, Problem> {
  const instances = [...state.instances.values()].filter(({ parent }) => parent !== undefined)
  const found = instances.find(({ path }) => pathOfInstance(path) === text)
  if (found !== undefined) return ok({ type: "iteration", in: found.path })
  return err(
    unknown(
      text,
      instances.map(({ path }) => pathOfInstance(path)),
    ),
  )
}

/** The step that the text names, in which instance, and in which visit if it was entered there. */
function stepMeant(state: RunState, text: string): StepMeant | undefined {
  const [, path = "", number] = /^(.*?)(?:#(\d+))?$/.exec(text) ?? []
  const place = placesIn(state)[path]
  if (place === undefined) {
    const isKnown = number === undefined && state.plan.scopes.some(scope => scope.byId.has(path))
    return isKnown ? { step: path } : undefined
  }
  if (number !== undefined && Number(number) > place.visits) return undefined
  const visit = number === undefined ? place.last : Number(number)
  return { in: place.in, step: place.step, ...(visit === undefined ? {} : { visit }) }
}

/** Every step in every instance of the run, come to or not, by its path. */
function placesIn({ instances }: RunState) {
  const places: { [path: string]: { in: string; step: string; visits: number; last: number | undefined } } =
    {}
  for (const instance of instances.values()) {
    for (const step of instance.scope.steps) {
      places[pathOf(instance.path, step.id)] = {
        in: instance.path,
        step: step.id,
        visits: instance.visits[step.index]?.length ?? 0,
        last: lastEntered(instance, step)?.number,
      }
    }
  }
  return places
}

function unknown(text: string, known: readonly string[]): Problem {
  const meant = nearest(text, known)
  return problem("fork_no_such_place", {
    place: text,
    meant: meant === undefined ? "" : ` Did you mean “${meant}”?`,
  })
}
