import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { changedFile } from "./changedFile.ts"
import { given, repositoryField, repositoryHint, watchOf } from "./gitFields.ts"

/** Says what has changed since the last commit. */
export const gitStatus = defineStep({
  kind: "git.status",
  version: 1,
  title: "Git status",
  summary: "Says what has changed since the last commit",
  icon: "list-checks",
  group: "git",
  input: z.strictObject({ folder: repositoryField }),
  output: z.strictObject({ clean: z.boolean(), files: z.array(changedFile) }),
  hints: { folder: repositoryHint },
  outlets: ["success"],
  effect: "read",
  needs: ["git"],
  powers: [{ power: "files", is: "read" }],
  card: "What has changed",
  docs: `
Says which files of the workspace differ from the last commit.

- **success**: \`clean\`, and each file with its state: added, changed, deleted or untracked; and whether it is staged.

Fails if the workspace is no git repository.
`,
  examples: [
    {
      title: "Nothing changed",
      with: {},
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      outlets: { success: { clean: true, files: [] } },
    },
    {
      title: "A file changed",
      with: {},
      commits: [{ message: "Start", files: { "a.ts": "1" } }],
      files: { "a.ts": "2" },
      outlets: { success: { clean: false, files: [{ path: "a.ts", state: "changed", staged: false }] } },
    },
  ],
  run: async (input, context) => {
    const files = await context.ports.git.status(given(input), watchOf(context))
    if (!files.ok) return failed(files.error)
    const listed = files.value.map(({ path, state, staged }) => ({ path, state, staged }))
    return done({ clean: listed.length === 0, files: listed })
  },
})
