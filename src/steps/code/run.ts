import { z } from "zod"
import { parseDuration } from "../../lib/durations.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { durationText } from "../durationText.ts"

/** Runs code of the user's. */
export const codeRun = defineStep({
  kind: "code.run",
  version: 1,
  title: "Run code",
  summary: "Runs JavaScript or TypeScript, walled in",
  icon: "code",
  group: "code",
  input: z.strictObject({
    language: z
      .enum(["javascript", "typescript"])
      .default("javascript")
      .meta({ description: "What it is written in" }),
    source: z
      .string()
      .min(1)
      .max(1_000_000)
      .meta({ description: "The body of an async function: return the result" }),
    input: anyJson.optional().meta({ description: "The value that the code sees as input" }),
    timeout: durationText("The time that it may take").default("10s"),
  }),
  output: z.strictObject({ result: anyJson }),
  hints: {
    source: { widget: "code", raw: true, placeholder: "return input.map(row => row.price * 1.19)" },
    input: { widget: "expression", placeholder: "{{ incoming }}" },
    timeout: { widget: "duration", advanced: true },
  },
  outlets: ["success"],
  effect: "pure",
  needs: ["code"],
  card: "{{ source }}",
  docs: `
Runs code in a JavaScript engine of its own, which reaches neither the page nor the network nor your files. It sees
\`input\` (what arrived by the wire, if *input* is left out), and \`console\`, which writes to the run's log. Braces in
the source are code, not templates.

- **success**: \`result\`, which is what the code returned.

Fails if the code throws, takes longer than *timeout* or needs too much memory, or returns what is no plain data.
`,
  examples: [
    {
      title: "A sum",
      with: { source: "return input.a + input.b", input: { a: 1, b: 2 } },
      answers: { code: [3] },
      outlets: { success: { result: 3 } },
    },
    {
      title: "TypeScript",
      with: { language: "typescript", source: "const n: number = input.length; return n", input: ["a", "b"] },
      answers: { code: [2] },
      outlets: { success: { result: 2 } },
    },
  ],
  run: async ({ language, source, input, timeout }, { ports, incoming, signal, log }) => {
    const limit = parseDuration(timeout)
    const answer = await ports.code.run({
      language,
      source,
      scope: { input: input === undefined ? (incoming ?? null) : input },
      ...(limit.ok ? { timeout: limit.value } : {}),
      signal,
      onLog: log,
    })
    return answer.ok ? done({ result: answer.value }) : failed(answer.error)
  },
})
