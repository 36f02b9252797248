import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { filePath } from "./filePath.ts"
import { refusalOfTarget } from "./refusalOfTarget.ts"

/** Moves or renames a file. */
export const fileMove = defineStep({
  kind: "file.move",
  version: 1,
  title: "Move a file",
  summary: "Moves or renames a file or folder",
  icon: "folder-input",
  group: "files",
  input: z.strictObject({
    from: filePath("What to move"),
    to: filePath("Where to, its new name included"),
    overwrite: z.boolean().default(false).meta({ description: "Whether what stands there may be replaced" }),
  }),
  output: z.strictObject({ from: z.string(), path: z.string() }),
  hints: { from: { widget: "file" }, to: { widget: "file" }, overwrite: { advanced: true } },
  outlets: ["success"],
  effect: "once",
  needs: ["files"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ from }} → {{ to }}",
  docs: `
Moves or renames a file or a folder.

- **success**: where it was, and where it is.

Fails if there is nothing to move, or if something stands at the target and *overwrite* is off. A move that a crash
cut asks whether it was done, since a second one would find nothing to move.
`,
  examples: [
    {
      title: "Into an archive",
      with: { from: "in/a.txt", to: "done/a.txt" },
      files: { "in/a.txt": "a" },
      outlets: { success: { from: "in/a.txt", path: "done/a.txt" } },
      filesAfter: { "done/a.txt": "a" },
    },
    {
      title: "Something is there",
      with: { from: "a.txt", to: "b.txt" },
      files: { "a.txt": "a", "b.txt": "b" },
      problem: "file_exists",
    },
  ],
  run: async ({ from, to, overwrite }, { ports, signal, progress }) => {
    const refused = await refusalOfTarget(ports.files, from, to, overwrite)
    if (refused) return failed(refused)
    const moved = await ports.files.move(from, to, { signal, progress })
    return moved.ok ? done({ from, path: moved.value.path }) : failed(moved.error)
  },
})
