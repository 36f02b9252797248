import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, watchOf } from "./gitFields.ts"
import { remoteHints, remoteInput, remotePowers } from "./remoteInput.ts"

/** Sends commits to a remote. */
export const gitPush = defineStep({
  kind: "git.push",
  version: 1,
  title: "Git push",
  summary: "Sends commits to a remote",
  icon: "cloud-upload",
  group: "git",
  input: remoteInput,
  output: z.strictObject({ branch: z.string().nullable() }),
  hints: remoteHints,
  outlets: ["success"],
  effect: "write",
  needs: ["git"],
  powers: remotePowers("read"),
  card: "{{ branch }}",
  docs: `
Sends the commits of a branch to a remote. Pushing what is there already changes nothing; it never overwrites what
others have pushed.

- **success**: the branch.

Fails if the remote cannot be reached, refuses the key, or has commits that are not here: pull first.
`,
  examples: [
    {
      title: "The current branch",
      with: { secret: "github" },
      served: [{ message: "Start", files: { "a.ts": "1" } }],
      commits: [{ message: "Ours", files: { "a.ts": "2" } }],
      answers: { git: [null] },
      outlets: { success: { branch: null } },
    },
    {
      title: "A branch, to a remote",
      with: { remote: "origin", branch: "main" },
      served: [{ message: "Start", files: { "a.ts": "1" } }],
      commits: [{ message: "Ours", files: { "a.ts": "2" } }],
      answers: { git: [null] },
      outlets: { success: { branch: "main" } },
    },
  ],
  run: async (input, context) => {
    const pushed = await context.ports.git.push(given(input), watchOf(context))
    return pushed.ok ? done({ branch: input.branch ?? null }) : failed(pushed.error)
  },
})
