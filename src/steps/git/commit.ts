import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { commitInfo, commitValue } from "./commitInfo.ts"

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
  }),
  output: commitInfo,
  hints: { message: { widget: "multiline" }, files: { advanced: true }, author: { advanced: true } },
  outlets: ["success"],
  effect: "once",
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ message }}",
  docs: `
Stages what has changed, or the files named, and makes a commit on the current branch.

- **success**: the commit.

Fails if nothing has changed, if git does not know who the author is, or if a merge is unfinished.
`,
  examples: [
    {
      title: "All changes",
      with: { message: "Update the report" },
      answers: {
        git: [
          {
            ...{ id: "c2", message: "Update the report", at: 2, parents: ["c1"] },
            author: { name: "Ada", email: "ada@example.com" },
          },
        ],
      },
      outlets: {
        success: {
          ...{ id: "c2", message: "Update the report", at: 2, parents: ["c1"] },
          author: { name: "Ada", email: "ada@example.com" },
        },
      },
    },
    {
      title: "Some files, by someone",
      with: { message: "Docs", files: ["readme.md"], author: { name: "Bot", email: "bot@example.com" } },
      answers: {
        git: [
          {
            id: "c3",
            message: "Docs",
            at: 3,
            parents: ["c2"],
            author: { name: "Bot", email: "bot@example.com" },
          },
        ],
      },
      outlets: {
        success: {
          ...{ id: "c3", message: "Docs", at: 3, parents: ["c2"] },
          author: { name: "Bot", email: "bot@example.com" },
        },
      },
    },
  ],
  run: async ({ message, files, author }, { ports }) => {
    const commit = await ports.git.commit({
      message,
      ...(files === undefined ? { all: true } : { files }),
      ...(author === undefined ? {} : { author }),
    })
    return commit.ok ? done(commitValue(commit.value)) : failed(commit.error)
  },
})
