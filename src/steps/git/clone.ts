import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { given, repositoryField, watchOf } from "./gitFields.ts"
import { remoteSecret } from "./remoteInput.ts"

/** Brings a repository into the workspace. */
export const gitClone = defineStep({
  kind: "git.clone",
  version: 1,
  title: "Git clone",
  summary: "Brings a repository from a server into the workspace",
  icon: "download",
  group: "git",
  input: z.strictObject({
    url: z.string().min(1).max(2_000).meta({ description: "The address of the repository" }),
    folder: repositoryField,
    branch: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: "The branch to check out; the usual one if left out" }),
    depth: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({ description: "Only so many commits of the past; all of them if left out" }),
    secret: remoteSecret,
  }),
  output: z.strictObject({ branch: z.string().nullable(), commit: z.string().nullable() }),
  hints: {
    url: { placeholder: "https://github.com/owner/name.git" },
    folder: { widget: "file" },
    branch: { advanced: true },
    depth: { advanced: true },
    secret: { widget: "secret", secret: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["git"],
  powers: [
    { power: "http", of: "url" },
    { power: "secret", of: "secret" },
    { power: "files", is: "write" },
  ],
  card: "{{ url }}",
  docs: `
Brings a repository with its history into the workspace, or into one of its folders, and checks out a branch.

In the page the server has to let pages ask it, which GitHub and GitLab do not: clone from them in a terminal.

- **success**: the branch and the commit that are checked out; nothing where the repository is empty.

Fails if there is a repository already, if files would be overwritten, or if the server cannot be reached or does not
know the secret. What fails leaves nothing behind.
`,
  examples: [
    {
      title: "A public repository",
      with: { url: "https://git.example.com/ada/notes.git", folder: "notes" },
      served: [{ message: "Start", files: { "a.md": "# A" } }],
      answers: { git: [{ branch: "main", commit: "c1" }] },
      outlets: { success: { branch: "main" } },
    },
    {
      title: "The latest of a branch, with a key",
      with: { url: "https://git.example.com/ada/notes.git", branch: "next", depth: 1, secret: "git_key" },
      served: [
        { message: "Start", files: { "a.md": "# A" } },
        { message: "More", on: "next", files: { "b.md": "# B" } },
      ],
      answers: { git: [{ branch: "next", commit: "c9" }] },
      outlets: { success: { branch: "next" } },
    },
  ],
  run: async (input, context) => {
    const cloned = await context.ports.git.clone(given(input), watchOf(context))
    return cloned.ok ? done({ ...cloned.value }) : failed(cloned.error)
  },
})
