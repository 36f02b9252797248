import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, watchOf } from "./gitFields.ts"
import { remoteHints, remoteInput, remotePowers } from "./remoteInput.ts"

/** Fetches and merges what others have pushed. */
export const gitPull = defineStep({
  kind: "git.pull",
  version: 1,
  title: "Git pull",
  summary: "Fetches and merges what others have pushed",
  icon: "cloud-download",
  group: "git",
  input: remoteInput,
  output: {
    success: z.strictObject({ branch: z.string().nullable() }),
    conflict: z.strictObject({ conflicts: z.array(z.string()) }),
  },
  hints: remoteHints,
  outlets: ["success", "conflict"],
  effect: "write",
  needs: ["git"],
  powers: remotePowers("write"),
  card: "{{ branch }}",
  docs: `
Fetches what others have pushed and merges it into the current branch.

- **success**: the branch is up to date.
- **conflict**: the files that both sides changed.

Fails if the remote cannot be reached or refuses the key, or changes that are not committed would be lost.
`,
  examples: [
    {
      title: "Up to date",
      with: { branch: "main" },
      served: [{ message: "Start", files: { "a.ts": "1" } }],
      answers: { git: [{ conflicts: [] }] },
      outlets: { success: { branch: "main" } },
    },
    {
      title: "Both changed a file",
      with: {},
      served: [
        { message: "Start", files: { "a.ts": "1" } },
        { message: "Theirs", since: true, files: { "a.ts": "2" } },
      ],
      commits: [{ message: "Ours", files: { "a.ts": "3" } }],
      answers: { git: [{ conflicts: ["a.ts"] }] },
      outlets: { conflict: { conflicts: ["a.ts"] } },
    },
  ],
  run: async (input, context) => {
    const pulled = await context.ports.git.pull(given(input), watchOf(context))
    if (!pulled.ok) return failed(pulled.error)
    const { conflicts } = pulled.value
    return conflicts.length > 0
      ? done({ conflicts: [...conflicts] }, "conflict")
      : done({ branch: input.branch ?? null })
  },
})
