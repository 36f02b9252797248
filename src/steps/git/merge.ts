import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Merges another branch into the current one. */
export const gitMerge = defineStep({
  kind: "git.merge",
  version: 1,
  title: "Git merge",
  summary: "Merges another branch into the current one",
  icon: "git-merge",
  group: "git",
  input: z.strictObject({
    from: z.string().min(1).max(200).meta({ description: "The branch to merge" }),
    folder: repositoryField,
  }),
  output: {
    success: z.strictObject({ commit: z.string().nullable() }),
    conflict: z.strictObject({ conflicts: z.array(z.string()) }),
  },
  hints: { from: { placeholder: "feature/report" }, folder: repositoryHint },
  outlets: ["success", "conflict"],
  effect: "write",
  needs: ["git"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ from }}",
  docs: `
Merges a branch into the current one. Merging what is merged already changes nothing.

- **success**: the commit that the branch is at; nothing where there was nothing to merge.
- **conflict**: the files that both sides changed, marked in place for a person or a model to settle. The next
  *Git commit* closes the merge.

Fails if there is no such branch, or changes that are not committed would be lost.
`,
  examples: [
    {
      title: "Without conflict",
      with: { from: "feature" },
      commits: [
        { message: "Start", files: { "a.ts": "1" } },
        { message: "Better", on: "feature", files: { "b.ts": "2" } },
        { message: "Meanwhile", on: "main", files: { "c.ts": "3" } },
      ],
      outlets: { success: {} },
    },
    {
      title: "Both changed a file",
      with: { from: "feature" },
      commits: [
        { message: "Start", files: { "a.ts": "1" } },
        { message: "Theirs", on: "feature", files: { "a.ts": "2" } },
        { message: "Ours", on: "main", files: { "a.ts": "3" } },
      ],
      outlets: { conflict: { conflicts: ["a.ts"] } },
    },
  ],
  run: async (input, context) => {
    const merged = await context.ports.git.merge(given(input), watchOf(context))
    if (!merged.ok) return failed(merged.error)
    const { commit, conflicts } = merged.value
    return conflicts.length > 0 ? done({ conflicts: [...conflicts] }, "conflict") : done({ commit })
  },
})
