import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, watchOf } from "./gitFields.ts"
import { remoteHints, remoteInput, remotePowers } from "./remoteInput.ts"

/** Brings what others have pushed, and leaves the files as they are. */
export const gitFetch = defineStep({
  kind: "git.fetch",
  version: 1,
  title: "Git fetch",
  summary: "Brings what others have pushed, and leaves the files as they are",
  icon: "cloud-backup",
  group: "git",
  input: remoteInput,
  output: z.strictObject({ commit: z.string().nullable() }),
  hints: remoteHints,
  outlets: ["success"],
  effect: "write",
  needs: ["git"],
  powers: remotePowers("write"),
  card: "{{ branch }}",
  docs: `
Brings the commits that others have pushed into the repository. The files stay as they are: merge
\`origin/main\`, or use *Git pull*, which does both.

- **success**: the commit that the remote's branch is at.

Fails if the remote cannot be reached or refuses the key.
`,
  examples: [
    {
      title: "The current branch",
      with: {},
      served: [
        { message: "Start", files: { "a.md": "1" } },
        { message: "More", since: true, files: { "a.md": "2" } },
      ],
      answers: { git: [{ commit: "c2" }] },
      outlets: { success: {} },
    },
    {
      title: "Another branch, with a key",
      with: { remote: "origin", branch: "next", secret: "git_key" },
      served: [
        { message: "Start", files: { "a.md": "1" } },
        { message: "More", on: "next", since: true, files: { "a.md": "2" } },
      ],
      answers: { git: [{ commit: "c3" }] },
      outlets: { success: {} },
    },
  ],
  run: async (input, context) => {
    const fetched = await context.ports.git.fetch(given(input), watchOf(context))
    return fetched.ok ? done({ commit: fetched.value.commit }) : failed(fetched.error)
  },
})
