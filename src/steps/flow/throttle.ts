import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import type { Json } from "../../lib/json.ts"
import { defineStep, failed, type Outcome } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { durationText } from "../durationText.ts"
import { flowProblem } from "./flowProblems.ts"

/** Lets through so many visits in a span of time. */
export const throttle = defineStep({
  kind: "throttle",
  version: 1,
  title: "Limit the rate",
  summary: "Lets what comes pass so many times in a span of time, and makes it wait or turn off otherwise",
  icon: "gauge",
  group: "flow",
  input: z.strictObject({
    most: z.int().min(1).max(10_000).default(1).meta({ description: "How many times it may be passed" }),
    per: durationText("The span of time").default("1s"),
    otherwise: z
      .enum(["wait", "leave"])
      .default("wait")
      .meta({ description: "What to do with one too many: wait for its turn, or leave by limited" }),
  }),
  output: { success: anyJson, limited: z.strictObject({ until: z.number() }) },
  hints: { per: { widget: "duration" } },
  outlets: ["success", "limited"],
  effect: "pure",
  remembers: "run",
  needs: ["clock"],
  card: "{{ most }} per {{ per }}",
  docs: `
Lets what comes pass at most so many times in any span of that length: whatever it is, an item of a *For each* or the
next round of a loop, all that passes it in the run counts. It takes no slot while it waits, and survives restarts.
Other runs count for themselves.

- **success**: it was let through, with what came in, at once or when its turn had come.
- **limited**: it was one too many, and *leave* was chosen; with the time at which one more would pass.

Fails if the span of time cannot be read.
`,
  examples: [
    {
      title: "The first passes at once",
      with: { most: 2, per: "1m" },
      scope: { incoming: { page: 1 } },
      outlets: { success: { page: 1 } },
    },
    {
      title: "One too many waits for its turn",
      with: { most: 1, per: "1m" },
      memory: [1_769_850_000_000],
      waits: "time",
    },
    {
      title: "One too many turns off",
      with: { most: 1, per: "1m", otherwise: "leave" },
      memory: [1_769_850_000_000],
      outlets: { limited: { until: 1_769_850_060_000 } },
    },
  ],
  run({ most, per, otherwise }, { ports, memory, incoming }): Outcome {
    const span = parseDuration(per)
    if (!span.ok) return failed(flowProblem("duration_not_understood", { text: per }))
    const now = ports.clock.now()
    const passed = timesIn(memory).filter(at => at > now - span.value)
    // Those that wait stand in the list at the time of their turn.
    const turn = passed.length < most ? now : (passed.at(-most) ?? now) + span.value
    if (turn > now && otherwise === "leave")
      return { type: "done", outlets: { limited: { until: turn } }, memory: passed }
    const remembered = [...passed, turn].slice(-most)
    if (turn <= now) return { type: "done", outlets: { success: incoming ?? null }, memory: remembered }
    return { type: "waiting", wait: { for: "time", until: turn }, memory: remembered }
  },
})

function timesIn(memory: Json | undefined): number[] {
  return Array.isArray(memory) ? memory.filter((at): at is number => typeof at === "number") : []
}
