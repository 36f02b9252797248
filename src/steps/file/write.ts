import { z } from "zod"
import { fromBase64 } from "../../lib/base64.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { filePath } from "./filePath.ts"
import { fileStepProblem } from "./fileStepProblems.ts"
import { sameContent } from "./sameContent.ts"

/** Writes a file. */
export const fileWrite = defineStep({
  kind: "file.write",
  version: 1,
  title: "Write a file",
  summary: "Writes a file of the workspace",
  icon: "file-pen",
  group: "files",
  input: z.strictObject({
    path: filePath("Its path within the workspace; folders on the way are made"),
    content: anyJson.meta({ description: "Text is written as it is, anything else as JSON" }),
    as: z.enum(["text", "base64"]).default("text").meta({ description: "What the content's text is" }),
    ifExists: z
      .enum(["overwrite", "skip", "fail"])
      .default("overwrite")
      .meta({ description: "What to do where the file exists already" }),
  }),
  output: z.strictObject({ path: z.string(), size: z.number(), written: z.boolean() }),
  hints: {
    path: { widget: "file", placeholder: "reports/today.md" },
    content: { widget: "multiline" },
    as: { advanced: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["files"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ path }}",
  docs: `
Writes a file whole: it is never seen half-written. Text stands as it is, any other value as indented JSON.

- **success**: path and size; \`written\` is false where the file was there and *skip* was chosen.

Fails if the path leads out of the workspace or is a folder, if the file is there and *fail* was chosen, or if there
is no room. A file that is there with the very same content counts as written, so that repeating is safe.
`,
  examples: [
    {
      title: "Text",
      with: { path: "out/a.txt", content: "hello" },
      outlets: { success: { path: "out/a.txt", size: 5, written: true } },
      filesAfter: { "out/a.txt": "hello" },
    },
    {
      title: "A value as JSON",
      with: { path: "a.json", content: { n: [1] } },
      outlets: { success: { path: "a.json", size: 23, written: true } },
      filesAfter: { "a.json": '{\n  "n": [\n    1\n  ]\n}\n' },
    },
    {
      title: "Leave what is there",
      with: { path: "a.txt", content: "new", ifExists: "skip" },
      files: { "a.txt": "old" },
      outlets: { success: { path: "a.txt", size: 3, written: false } },
      filesAfter: { "a.txt": "old" },
    },
    {
      title: "Refuse to overwrite",
      with: { path: "a.txt", content: "new", ifExists: "fail" },
      files: { "a.txt": "old" },
      problem: "file_exists",
    },
    { title: "Out of the workspace", with: { path: "../a.txt", content: "x" }, problem: "file_path_leaves" },
  ],
  run: async ({ path, content, as, ifExists }, { ports }) => {
    const text = typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`
    const bytes =
      as === "base64" ? fromBase64(text) : { ok: true as const, value: new TextEncoder().encode(text) }
    if (!bytes.ok) return failed(fileStepProblem("file_bad_base64", { path }))
    if (ifExists !== "overwrite") {
      const info = await ports.files.info(path)
      if (!info.ok) return failed(info.error)
      if (info.value !== null) {
        const same = await sameContent(ports.files, info.value, bytes.value)
        if (same) return done({ path, size: info.value.size, written: true })
        if (ifExists === "fail") return failed(fileProblem("file_exists", { path }))
        return done({ path, size: info.value.size, written: false })
      }
    }
    const written = await ports.files.write(path, bytes.value)
    return written.ok ? done({ path, size: written.value.size, written: true }) : failed(written.error)
  },
})
