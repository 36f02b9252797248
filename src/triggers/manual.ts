import { z } from "zod"
import { defineTrigger } from "../model/trigger.ts"
import { mapOf } from "./triggerJson.ts"

/** Started by a person. */
export const manual = defineTrigger({
  type: "manual",
  title: "By hand",
  summary: "Starts when somebody presses Run",
  icon: "play",
  input: z.strictObject({}),
  output: z.looseObject({}),
  card: "When somebody presses Run",
  docs: `
Starts when somebody presses *Run*, or says \`rivulet run\` in a terminal. Every workflow can be started so; the
trigger is written down to say where such a run begins (\`next\`).

The run sees its inputs as \`trigger\`.
`,
  startsByHand: true,
  hears: (_, { source, value }) => (source === "manual" ? mapOf(value) : null),
})
