import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, pathIn, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Shows what differs between two states. */
export const gitDiff = defineStep({
  kind: "git.diff",
  version: 1,
  title: "Git diff",
  summary: "Shows line by line what differs",
  icon: "file-diff",
  group: "git",
  input: z.strictObject({
    from: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "A commit, branch or tag; the last commit if left out" }),
    to: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "A commit, branch or tag; the files as they are if left out" }),
    path: z.string().min(1).optional().meta({ description: "Only this file or folder" }),
    folder: repositoryField,
  }),
  output: z.strictObject({ diff: z.string(), empty: z.boolean() }),
  hints: { path: { widget: "file" }, folder: repositoryHint },
  outlets: ["success"],
  effect: "read",
  needs: ["git"],
  powers: [{ power: "files", is: "read" }],
  card: "{{ from }} → {{ to }}",
  docs: `
Shows what differs between two commits, or between the last commit and the files as they are. Files that git does
not know of yet are left out.

- **success**: \`diff\` in the unified form that reviewers and models read; \`empty\` if nothing differs.

Fails if there is no such commit, or the workspace is no git repository.
`,
  examples: [
    {
      title: "What has changed here",
      with: {},
      commits: [{ message: "Start", files: { x: "one\n" } }],
      files: { x: "two\n" },
      outlets: {
        success: {
          diff: "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\n+two\n",
          empty: false,
        },
      },
    },
    {
      title: "Nothing between two branches",
      with: { from: "main", to: "feature" },
      commits: [
        { message: "Start", files: { x: "one\n" } },
        { message: "There", on: "feature", files: { x: "two\n" } },
        { message: "And back", on: "feature", files: { x: "one\n" } },
      ],
      outlets: { success: { diff: "", empty: true } },
    },
  ],
  run: async (input, context) => {
    const path = pathIn(input)
    if (!path.ok) return failed(path.error)
    const diff = await context.ports.git.diff(given({ ...input, path: path.value }), watchOf(context))
    return diff.ok ? done({ diff: diff.value, empty: diff.value === "" }) : failed(diff.error)
  },
})
