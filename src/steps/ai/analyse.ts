import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { ask, fenced, messagesOf, modelFields, modelHints } from "./ask.ts"
import { says } from "./exampleAnswer.ts"
import { runContext } from "./runContext.ts"

const allThatArrived = "{{ arrivals.map(({ from, outlet, value }) => ({ from, outlet, value })) }}"

/** Has a model look at data. */
export const aiAnalyse = defineStep({
  kind: "ai.analyse",
  version: 2,
  title: "Analyse",
  summary: "Has a model look at data and say what it finds",
  icon: "microscope",
  group: "ai",
  input: z.strictObject({
    provider: modelFields.provider,
    model: modelFields.model,
    prompt: z.string().min(1).meta({ description: "What to find out" }),
    content: anyJson.optional().meta({ description: "What to look at" }),
    includeContext: z.boolean().default(false).meta({
      description: "Also hand over what the run has so far: inputs, variables, what each step gave",
    }),
    context: anyJson.optional().meta({
      description: "What else to hand over; with includeContext it is filled in as the step begins",
    }),
    maxTokens: modelFields.maxTokens,
    temperature: modelFields.temperature,
  }),
  output: z.strictObject({ text: z.string(), model: z.string() }),
  hints: {
    ...modelHints,
    prompt: { widget: "multiline" },
    content: { widget: "expression", placeholder: "{{ incoming }}" },
    context: { widget: "expression", advanced: true },
  },
  // The first version handed over what had arrived, and no more: a file that names it sends no more today.
  migrations: [
    ({ includeContext, ...parameters }) =>
      includeContext === true ? { ...parameters, context: allThatArrived } : parameters,
  ],
  outlets: ["success"],
  effect: "read",
  needs: ["ai", "events"],
  powers: [{ power: "ai", of: "provider" }],
  card: "{{ provider }}: {{ prompt }}",
  docs: `
Has a model look at data. What it looks at is set apart from the question, so that text in the data is less likely
to be taken for orders. Without *content* it looks at what arrived by the wire. *includeContext* adds what the run has
so far: its inputs and variables, and what each step gave or failed with. That is cut to about 40,000 letters, holds no
secret, and stands under *Input* of the step, word for word as the model is told it.

- **success**: \`text\` with what it found, and the \`model\`.

Fails as *Generate* does.
`,
  examples: [
    {
      title: "A log",
      with: { provider: "simulated", prompt: "What went wrong?", content: "ERROR disk full" },
      answers: { ai: [says("The disk is full.")] },
      outlets: { success: { text: "The disk is full.", model: "simulated-1" } },
    },
    {
      title: "The whole run",
      with: { provider: "simulated", prompt: "Which branch failed?", includeContext: true },
      scope: { incoming: { failed: 2 } },
      answers: { ai: [says("The second.")] },
      outlets: { success: { text: "The second.", model: "simulated-1" } },
    },
  ],
  fills: (parameters, scope) =>
    parameters.includeContext === true && parameters.context === undefined
      ? { ...parameters, context: runContext(scope) }
      : parameters,
  run: async (input, context) => {
    const content = input.content === undefined ? (context.incoming ?? null) : input.content
    const parts = [input.prompt, fenced("content", content)]
    if (input.context !== undefined) parts.push(fenced("context", input.context))
    const answer = await ask(input, messagesOf(undefined, parts.join("\n\n")), context)
    return answer.ok ? done({ text: answer.value.text, model: answer.value.model }) : failed(answer.error)
  },
})
