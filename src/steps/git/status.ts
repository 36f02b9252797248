import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"

const changedFile = z.strictObject({
  path: z.string(),
  state: z.enum(["added", "changed", "deleted", "untracked"]),
  staged: z.boolean(),
})

/** Says what has changed since the last commit. */
export const gitStatus = defineStep({
  kind: "git.status",
  version: 1,
  title: "Git status",
  summary: "Says what has changed since the last commit",
  icon: "list-checks",
  group: "git",
  input: z.strictObject({}),
  output: z.strictObject({ clean: z.boolean(), files: z.array(changedFile) }),
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
      answers: { git: [[]] },
      outlets: { success: { clean: true, files: [] } },
    },
    {
      title: "A file changed",
      with: {},
      answers: { git: [[{ path: "a.ts", state: "changed", staged: false }]] },
      outlets: { success: { clean: false, files: [{ path: "a.ts", state: "changed", staged: false }] } },
    },
  ],
  run: async (_, { ports }) => {
    const files = await ports.git.status()
    if (!files.ok) return failed(files.error)
    const listed = files.value.map(({ path, state, staged }) => ({ path, state, staged }))
    return done({ clean: listed.length === 0, files: listed })
  },
})
