import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, repositoryField, watchOf } from "./gitFields.ts"

/** Makes a repository. */
export const gitInit = defineStep({
  kind: "git.init",
  version: 1,
  title: "Git init",
  summary: "Makes a git repository of a folder",
  icon: "folder-git",
  group: "git",
  input: z.strictObject({
    branch: z.string().min(1).max(200).default("main").meta({ description: "The name of its first branch" }),
    folder: repositoryField,
  }),
  output: z.strictObject({ created: z.boolean() }),
  hints: { branch: { advanced: true }, folder: { widget: "file" } },
  outlets: ["success"],
  effect: "write",
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ folder }}",
  docs: `
Makes a git repository of the workspace, or of one of its folders. Where there is one already, nothing changes.

- **success**: \`created\`, or not because there was one.
`,
  examples: [
    {
      title: "In the workspace",
      with: {},
      outlets: { success: { created: true } },
    },
    {
      title: "In a folder",
      with: { folder: "notes", branch: "trunk" },
      files: { "notes/a.md": "" },
      outlets: { success: { created: true } },
    },
    {
      title: "Where there is one",
      with: {},
      commits: [{ message: "Start", files: { "a.md": "1" } }],
      outlets: { success: { created: false } },
    },
  ],
  run: async (input, context) => {
    const created = await context.ports.git.init(given(input), watchOf(context))
    return created.ok ? done({ created: created.value }) : failed(created.error)
  },
})
