import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { commitInfo, commitValue } from "./commitInfo.ts"
import { given, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Makes a commit. */
export const gitCommit = defineStep({
  kind: "git.commit",
  version: 1,
  title: "Git commit",
  summary: "Makes a commit of what has changed",
  icon: "git-commit-horizontal",
  group: "git",
  input: z.strictObject({
    message: z.string().min(1).meta({ description: "What the change does" }),
    files: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .meta({ description: "Only these files; every changed file if left out" }),
    author: z
      .strictObject({ name: z.string().min(1), email: z.string().min(1) })
      .optional()
      .meta({ description: "Who made it; the one that git is set up with if left out" }),
    folder: repositoryField,
  }),
  output: commitInfo,
  hints: {
    message: { widget: "multiline" },
    files: { advanced: true },
    author: { advanced: true },
    folder: repositoryHint,
  },
  outlets: ["success"],
  effect: "once",
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ message }}",
  docs: `
Stages what has changed, or the files named, and makes a commit on the current branch.

- **success**: the commit.

The author is the one given, else the one that the repository is set up with, else Rivulet. After a merge with
conflicts it closes the merge.

Fails if nothing has changed, or if a file still holds both sides of a conflict.
`,
  examples: [
    {
      title: "All changes",
      with: { message: "Update the report" },
      commits: [{ message: "Start", files: { "report.md": "1" } }],
      files: { "report.md": "2", "new.md": "" },
      outlets: {
        success: { message: "Update the report", author: { name: "Rivulet", email: "rivulet@localhost" } },
      },
    },
    {
      title: "Some files, by someone",
      with: { message: "Docs", files: ["readme.md"], author: { name: "Bot", email: "bot@example.com" } },
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      files: { "a.ts": "2", "readme.md": "# A" },
      outlets: { success: { message: "Docs", author: { name: "Bot", email: "bot@example.com" } } },
    },
    {
      title: "Nothing to commit",
      with: { message: "Nothing" },
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      problem: "git_nothing_to_commit",
    },
  ],
  run: async (input, context) => {
    const all = input.files === undefined ? true : undefined
    const commit = await context.ports.git.commit(given({ ...input, all }), watchOf(context))
    return commit.ok ? done(commitValue(commit.value)) : failed(commit.error)
  },
})
