import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Makes a branch. */
export const gitBranch = defineStep({
  kind: "git.branch",
  version: 1,
  title: "Git branch",
  summary: "Makes a branch without going to it",
  icon: "git-branch",
  group: "git",
  input: z.strictObject({
    name: z.string().min(1).max(200).meta({ description: "The branch's name" }),
    from: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Where it starts; the current commit if left out" }),
    folder: repositoryField,
  }),
  output: z.strictObject({ branch: z.string() }),
  hints: { name: { placeholder: "feature/report" }, folder: repositoryHint },
  outlets: ["success"],
  effect: "once",
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ name }}",
  docs: `
Makes a branch. To make one and go to it, use *Git checkout* with *create*.

- **success**: its name.

Fails if there is such a branch already, or the name is not one that git allows.
`,
  examples: [
    {
      title: "From here",
      with: { name: "feature/report" },
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      outlets: { success: { branch: "feature/report" } },
    },
    {
      title: "From another branch",
      with: { name: "fix", from: "release" },
      commits: [
        { message: "Start", files: { "a.ts": "1" } },
        { message: "Released", on: "release", files: { "a.ts": "2" } },
      ],
      outlets: { success: { branch: "fix" } },
    },
    {
      title: "There is one already",
      with: { name: "main" },
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      problem: "git_exists",
    },
  ],
  run: async (input, context) => {
    const made = await context.ports.git.branch(given(input), watchOf(context))
    return made.ok ? done({ branch: input.name }) : failed(made.error)
  },
})
