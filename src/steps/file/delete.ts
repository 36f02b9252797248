import { z } from "zod"
import { fileProblem } from "../../model/fileProblems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { filePath } from "./filePath.ts"

/** Deletes a file or folder. */
export const fileDelete = defineStep({
  kind: "file.delete",
  version: 1,
  title: "Delete a file",
  summary: "Deletes a file, or a folder with all in it",
  icon: "trash",
  group: "files",
  input: z.strictObject({
    path: filePath("What to delete"),
    ifMissing: z
      .enum(["ignore", "fail"])
      .default("ignore")
      .meta({ description: "What to do where there is nothing" }),
  }),
  output: z.strictObject({ path: z.string(), deleted: z.boolean() }),
  hints: { path: { widget: "file" }, ifMissing: { advanced: true } },
  outlets: ["success"],
  // Repeated after a crash, it would take its own work for another's where nothing to delete is a failure.
  effect: { by: "ifMissing", table: { ignore: "write", fail: "once" }, otherwise: "once" },
  needs: ["files"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ path }}",
  docs: `
Deletes a file, or a folder with all that is in it. There is no way back in a live run; a sandbox run shows what
would go.

- **success**: whether there was anything to delete.

Fails if the path leads out of the workspace, or if there is nothing and *fail* was chosen.
`,
  examples: [
    {
      title: "A file",
      with: { path: "tmp/a.txt" },
      files: { "tmp/a.txt": "a", "b.txt": "b" },
      outlets: { success: { path: "tmp/a.txt", deleted: true } },
      filesAfter: { "b.txt": "b" },
    },
    {
      title: "Nothing there",
      with: { path: "a.txt" },
      outlets: { success: { path: "a.txt", deleted: false } },
    },
    {
      title: "It has to be there",
      with: { path: "a.txt", ifMissing: "fail" },
      files: { "a.txt": "a" },
      outlets: { success: { path: "a.txt", deleted: true } },
      filesAfter: {},
    },
    {
      title: "Nothing there, and that is wrong",
      with: { path: "a.txt", ifMissing: "fail" },
      problem: "file_missing",
    },
  ],
  run: async ({ path, ifMissing }, { ports }) => {
    const info = await ports.files.info(path)
    if (!info.ok) return failed(info.error)
    if (info.value === null) {
      return ifMissing === "fail"
        ? failed(fileProblem("file_missing", { path }))
        : done({ path, deleted: false })
    }
    const removed = await ports.files.remove(path)
    return removed.ok ? done({ path, deleted: true }) : failed(removed.error)
  },
})
