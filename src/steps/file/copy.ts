import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { filePath } from "./filePath.ts"
import { refusalOfTarget } from "./refusalOfTarget.ts"
import { sameContent } from "./sameContent.ts"

/** Copies a file. */
export const fileCopy = defineStep({
  kind: "file.copy",
  version: 1,
  title: "Copy a file",
  summary: "Copies a file or folder",
  icon: "copy",
  group: "files",
  input: z.strictObject({
    from: filePath("What to copy"),
    to: filePath("Where to, the copy's name included"),
    overwrite: z.boolean().default(false).meta({ description: "Whether what stands there may be replaced" }),
  }),
  output: z.strictObject({ from: z.string(), path: z.string(), size: z.number() }),
  hints: { from: { widget: "file" }, to: { widget: "file" }, overwrite: { advanced: true } },
  outlets: ["success"],
  effect: "write",
  needs: ["files"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ from }} → {{ to }}",
  docs: `
Copies a file or a folder.

- **success**: the original, the copy and its size.

Fails if there is nothing to copy, or if something else stands at the target and *overwrite* is off. The very same
content at the target counts as copied, so that repeating is safe.
`,
  examples: [
    {
      title: "Keep a copy",
      with: { from: "a.txt", to: "backup/a.txt" },
      files: { "a.txt": "abc" },
      outlets: { success: { from: "a.txt", path: "backup/a.txt", size: 3 } },
      filesAfter: { "a.txt": "abc", "backup/a.txt": "abc" },
    },
    {
      title: "The same is there already",
      with: { from: "a.txt", to: "b.txt" },
      files: { "a.txt": "abc", "b.txt": "abc" },
      outlets: { success: { from: "a.txt", path: "b.txt", size: 3 } },
    },
    {
      title: "Something else is there",
      with: { from: "a.txt", to: "b.txt" },
      files: { "a.txt": "abc", "b.txt": "xyz" },
      problem: "file_exists",
    },
  ],
  run: async ({ from, to, overwrite }, { ports, signal, progress }) => {
    const refused = await refusalOfTarget(ports.files, from, to, overwrite)
    if (refused && refused.code !== "file_exists") return failed(refused)
    if (refused) {
      const [original, target] = [await ports.files.read(from), await ports.files.info(to)]
      if (!original.ok) return failed(original.error)
      if (!target.ok || target.value === null) return failed(refused)
      const same = await sameContent(ports.files, target.value, original.value)
      return same ? done({ from, path: to, size: target.value.size }) : failed(refused)
    }
    const copied = await ports.files.copy(from, to, { signal, progress })
    return copied.ok ? done({ from, path: to, size: copied.value.size }) : failed(copied.error)
  },
})
