import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { commitInfo, commitValue } from "./commitInfo.ts"
import { given, pathIn, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Lists commits. */
export const gitLog = defineStep({
  kind: "git.log",
  version: 1,
  title: "Git log",
  summary: "Lists commits, newest first",
  icon: "rotate-ccw-clock",
  group: "git",
  input: z.strictObject({
    since: z
      .union([z.number(), z.iso.datetime({ offset: true })])
      .optional()
      .meta({
        description: "Only commits after this time: milliseconds since 1970, or 2026-01-31T09:00:00Z",
      }),
    most: z.int().min(1).max(10_000).default(50).meta({ description: "The most commits that are given" }),
    path: z.string().min(1).optional().meta({ description: "Only commits that changed this file" }),
    folder: repositoryField,
  }),
  output: z.strictObject({ commits: z.array(commitInfo), count: z.int() }),
  hints: { path: { widget: "file" }, folder: repositoryHint },
  outlets: ["success"],
  effect: "read",
  needs: ["git"],
  powers: [{ power: "files", is: "read" }],
  card: "The last {{ most }} commits",
  docs: `
Lists the commits of the current branch, newest first.

- **success**: id, message, author, time (milliseconds since 1970) and parents of each.

Fails if the workspace is no git repository.
`,
  examples: [
    {
      title: "The last one",
      with: { most: 1 },
      commits: [
        { message: "Start", files: { "a.md": "1" } },
        { message: "More", files: { "a.md": "2" } },
      ],
      outlets: {
        success: {
          commits: [{ message: "More", author: { name: "Rivulet", email: "rivulet@localhost" } }],
          count: 1,
        },
      },
    },
    {
      title: "None since then",
      with: { since: "2030-01-01T09:00:00Z" },
      commits: [{ message: "Start", files: { "a.md": "1" } }],
      outlets: { success: { commits: [], count: 0 } },
    },
  ],
  run: async ({ since: from, ...input }, context) => {
    const path = pathIn(input)
    if (!path.ok) return failed(path.error)
    const since = typeof from === "string" ? Date.parse(from) : from
    const commits = await context.ports.git.log(
      given({ ...input, path: path.value, since }),
      watchOf(context),
    )
    if (!commits.ok) return failed(commits.error)
    return done({ commits: commits.value.map(commitValue), count: commits.value.length })
  },
})
