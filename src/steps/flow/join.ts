import { z } from "zod"
import { defineStep, done } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"

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
      value: anyJson,
    }),
  ),
  inlets: "many",
  outlets: ["success"],
  effect: "pure",
  needs: [],
  card: "",
  docs: `
Waits for every wire that is going to arrive. A branch that was not taken does not hold it up. With \`join: any\` or
\`join: { atLeast: 2 }\` it starts sooner.

- **success**: the list of what arrived: where each value came from, by which outlet, into which inlet.
`,
  examples: [
    {
      title: "What arrived",
      with: {},
      scope: { incoming: 1 },
      outlets: { success: [{ from: "before", outlet: "success", inlet: 1, value: 1 }] },
    },
    { title: "Nothing arrived", with: {}, outlets: { success: [] } },
  ],
  run: (_, { arrivals }) => done(arrivals.map(arrival => ({ ...arrival }))),
})
