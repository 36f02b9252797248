import type { Cassette, Miss, PortCall } from "../../model/recording.ts"
import type { Workflow } from "../../model/workflow.ts"
import { beginningOf } from "../core/beginning.ts"
import type { RunEvent } from "../core/event.ts"
import type { RunState } from "../core/state.ts"
import { type Clock, createTestClock } from "./clock.ts"
import type { LoopParts, Plugins, Rest } from "./loopParts.ts"
import { createRuns } from "./runs.ts"
import { createTestJournal } from "./testJournal.ts"

/*
 * A cassette played to a workflow as it is now, in memory: on a clock that begins when the recorded run did and moves
 * only while nothing is under way. Nobody is asked, and nothing is kept.
 */

/** Changes what comes for a call of the named task; undefined stands for a call that was not recorded. */
export type Spoil = (task: string, call: PortCall | undefined) => PortCall | undefined

/** What cassettes are played with. */
export interface ReplayParts {
  readonly kinds: LoopParts["kinds"]
  /** Left out where there are none. */
  readonly plugins?: Plugins
  /** Expressions and ports, with the time of the replay. */
  readonly evaluate: (clock: Clock) => LoopParts["evaluate"]
  readonly ports: (clock: Clock, spoil: Spoil | undefined) => LoopParts["ports"]
}

/** How a cassette is played. */
export interface ReplayWay {
  /** The workflow is the very one that was recorded: its parameters are taken from the recording. */
  readonly isSame: boolean
  /** What becomes of a call that was not recorded. */
  readonly miss?: Miss
  readonly spoil?: Spoil
}

/** What came of it. */
export interface Replayed {
  readonly rest: Rest
  readonly state: RunState
  readonly events: readonly RunEvent[]
}

/** Plays the cassette to the workflow. */
export async function replayCassette(
  parts: ReplayParts,
  workflow: Workflow,
  cassette: Cassette,
  { isSame, miss = "error", spoil }: ReplayWay,
): Promise<Replayed> {
  const clock = createTestClock({ start: cassette.startedAt })
  const journal = createTestJournal()
  const runs = createRuns({
    ...{ kinds: parts.kinds, clock, journal },
    ...(parts.plugins === undefined ? {} : { plugins: parts.plugins }),
    evaluate: parts.evaluate(clock),
    ports: parts.ports(clock, spoil),
    workflows: { latest: async () => undefined, pinned: async () => workflow },
    cassette: async () => cassette,
  })
  const run = `${cassette.run}-test`
  const started = await runs.start({
    ...{ run, seed: cassette.seed, workflow, mode: "replay", past: { of: cassette.run, miss } },
    ...beginningOf(cassette),
    ...(isSame && cassette.workflow !== undefined ? { hash: cassette.workflow } : {}),
  })
  if (!started.ok) throw new Error(started.error.message)
  const rest = await started.value.resting()
  if (rest.type === "waiting") await started.value.leave()
  return { rest, state: started.value.state(), events: journal.events(run) }
}
