import { z } from "zod"
import { defineStep, done } from "../../model/step.ts"

/** Brings branches together and does nothing else. */
export const join = defineStep({
  kind: "join",
  version: 1,
  title: "Join",
  summary: "Waits for its wires and hands on what arrived",
  icon: "merge",
  group: "flow",
  input: z.strictObject({}),
  output: z.array(
    z.strictObject({
      from: z.string(),
      outlet: z.string(),
      inlet: z.union([z.string(), z.number()]),
      value: z.json(),
    }),
  ),
  inlets: "many",
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "",
  docs: `Waits for every wire that is going to arrive, and hands on the list of what did: where each value came from,
by which outlet, into which inlet. A branch that was not taken is not in the list and does not hold it up. With
\`join: any\` or \`join: { atLeast: 2 }\` it starts sooner.`,
  examples: [
    { title: "Both branches", with: {} },
    { title: "Whichever comes first", with: {} },
  ],
  run: (_, { arrivals }) => done(arrivals.map(arrival => ({ ...arrival }))),
})
