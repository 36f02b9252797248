import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Goes to a branch or commit. */
export const gitCheckout = defineStep({
  kind: "git.checkout",
  version: 1,
  title: "Git checkout",
  summary: "Goes to a branch or commit",
  icon: "arrow-right-left",
  group: "git",
  input: z.strictObject({
    to: z.string().min(1).max(200).meta({ description: "A branch, tag or commit" }),
    create: z.boolean().default(false).meta({ description: "Make the branch first" }),
    folder: repositoryField,
  }),
  output: z.strictObject({ at: z.string() }),
  hints: { to: { placeholder: "main" }, folder: repositoryHint },
  outlets: ["success"],
  effect: { by: "create", table: { true: "once", false: "write" }, otherwise: "once" },
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ to }}",
  docs: `
Brings the files of the workspace to a branch, tag or commit; with *create* it makes the branch first.

- **success**: where the workspace is now.

Fails if there is no such branch, if changes that are not committed would be lost, or, with *create*, if there is
such a branch already.
`,
  examples: [
    {
      title: "To a branch",
      with: { to: "next" },
      commits: [
        { message: "Start", files: { "a.ts": "1" } },
        { message: "Better", on: "next", files: { "a.ts": "2" } },
      ],
      outlets: { success: { at: "next" } },
    },
    {
      title: "To a new branch",
      with: { to: "feature/report", create: true },
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      outlets: { success: { at: "feature/report" } },
    },
    {
      title: "What is not committed would be lost",
      with: { to: "next" },
      commits: [
        { message: "Start", files: { "a.ts": "1" } },
        { message: "Better", on: "next", files: { "a.ts": "2" } },
      ],
      files: { "a.ts": "mine" },
      problem: "git_would_lose",
    },
  ],
  run: async (input, context) => {
    const moved = await context.ports.git.checkout(given(input), watchOf(context))
    return moved.ok ? done({ at: input.to }) : failed(moved.error)
  },
})
