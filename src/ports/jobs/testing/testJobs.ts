import { ok } from "../../../lib/result.ts"
import type { JobWork } from "../../../model/jobs.ts"
import { type AnyJob, defineJob } from "../../../model/jobs.ts"

const from = <Input, Output>(work: JobWork<Input, Output>) => ({ load: async () => ({ work }) })

/** Doubles a number. */
export const doubleJob = defineJob({
  name: "test.double",
  ...from<{ n: number; small?: boolean }, number>(({ n }) => ok(n * 2)),
  inPlace: ({ small }) => small === true,
})

/** Never looks up. */
export const endlessJob = defineJob({
  name: "test.endless",
  ...from<null, null>(() => {
    for (;;) if (performance.now() < 0) return ok(null)
  }),
})

/** Throws. */
export const throwingJob = defineJob({
  name: "test.throwing",
  ...from<null, null>(() => {
    throw new Error("out of cheese")
  }),
})

/** Tells its progress, hands over parts, and asks for things. */
export const talkingJob = defineJob({
  name: "test.talking",
  ...from<{ rounds: number }, unknown[]>(async ({ rounds }, { progress, part, call }) => {
    const answers: unknown[] = []
    for (let round = 0; round < rounds; round++) {
      part([round])
      answers.push(await call("ask", round).catch((cause: Error) => cause.message))
    }
    progress(1, "done")
    return ok(answers)
  }),
})

/** Takes memory until there is none. */
export const greedyJob = defineJob({
  name: "test.greedy",
  ...from<null, null>(() => {
    const all: unknown[] = []
    for (;;) all.push(Array.from({ length: 100_000 }, (_, n) => ({ n })))
  }),
})

/** All of them. */
export const testJobs: readonly AnyJob[] = [doubleJob, endlessJob, throwingJob, talkingJob, greedyJob]
