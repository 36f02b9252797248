import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { changedFile } from "./changedFile.ts"
import { given, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Stages files for the next commit. */
export const gitAdd = defineStep({
  kind: "git.add",
  version: 1,
  title: "Git add",
  summary: "Stages files for the next commit",
  icon: "list-plus",
  group: "git",
  input: z.strictObject({
    files: z
      .array(z.string().min(1))
      .min(1)
      .default(["."])
      .meta({ description: "Files and folders; everything that has changed if left out" }),
    folder: repositoryField,
  }),
  output: z.strictObject({ files: z.array(changedFile) }),
  hints: { folder: repositoryHint },
  outlets: ["success"],
  effect: "write",
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ files }}",
  docs: `
Stages what has changed in files and folders, those that were deleted among them. *Git commit* stages by itself; this
is for commits that are put together in several steps.

- **success**: all files that are staged now.

Fails if there is no such file, or the workspace is no git repository.
`,
  examples: [
    {
      title: "Everything",
      with: {},
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      files: { "a.ts": "2" },
      outlets: { success: { files: [{ path: "a.ts", state: "changed", staged: true }] } },
    },
    {
      title: "One folder",
      with: { files: ["docs"] },
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      files: { "a.ts": "2", "docs/a.md": "# A" },
      outlets: { success: { files: [{ path: "docs/a.md", state: "added", staged: true }] } },
    },
  ],
  run: async (input, context) => {
    const staged = await context.ports.git.add(given(input), watchOf(context))
    if (!staged.ok) return failed(staged.error)
    return done({ files: staged.value.map(({ path, state, staged }) => ({ path, state, staged })) })
  },
})
