import { z } from "zod"
import { toBase64 } from "../../lib/base64.ts"
import type { Json } from "../../lib/json.ts"
import { ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Answer, FilesPort } from "../../model/ports.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { anyJson } from "../anyJson.ts"
import { parseJson } from "../parseJson.ts"
import { filePath } from "./filePath.ts"
import { fileStepProblem } from "./fileStepProblems.ts"

/** Reads a file. */
export const fileRead = defineStep({
  kind: "file.read",
  version: 1,
  title: "Read a file",
  summary: "Reads a file of the workspace",
  icon: "file-text",
  group: "files",
  input: z.strictObject({
    path: filePath("Its path within the workspace"),
    as: z
      .enum(["text", "json", "lines", "base64"])
      .default("text")
      .meta({ description: "How its content is given: text, parsed JSON, a list of lines, or base64" }),
    largest: z
      .int()
      .min(1)
      .max(500_000_000)
      .default(20_000_000)
      .meta({ description: "The most bytes that are read" }),
  }),
  output: z.strictObject({ path: z.string(), content: anyJson, size: z.number() }),
  hints: { path: { widget: "file", placeholder: "notes/today.md" }, largest: { advanced: true } },
  outlets: ["success"],
  effect: "read",
  needs: ["files"],
  powers: [{ power: "files", is: "read" }],
  card: "{{ path }}",
  docs: `
Reads a file of the workspace whole.

- **success**: \`content\` as text, as the value of its JSON, as a list of lines, or as base64; and its size.

Fails if the file is missing or a folder, is larger than *largest*, is not UTF-8 (except as base64), or is not JSON
where JSON is asked for.
`,
  examples: [
    {
      title: "As text",
      with: { path: "notes/today.md" },
      files: { "notes/today.md": "# Today\n" },
      outlets: { success: { path: "notes/today.md", content: "# Today\n", size: 8 } },
    },
    {
      title: "As JSON",
      with: { path: "a.json", as: "json" },
      files: { "a.json": '{"n": 1}' },
      outlets: { success: { path: "a.json", content: { n: 1 }, size: 8 } },
    },
    {
      title: "As lines",
      with: { path: "a.txt", as: "lines" },
      files: { "a.txt": "one\r\ntwo\n" },
      outlets: { success: { path: "a.txt", content: ["one", "two"], size: 9 } },
    },
    {
      title: "As base64",
      with: { path: "a.txt", as: "base64" },
      files: { "a.txt": "hi" },
      outlets: { success: { path: "a.txt", content: "aGk=", size: 2 } },
    },
    {
      title: "Larger than allowed",
      with: { path: "a.txt", largest: 4 },
      files: { "a.txt": "12345" },
      problem: "file_too_big",
    },
    { title: "Missing", with: { path: "no.txt" }, problem: "file_missing" },
  ],
  run: async ({ path, as, largest }, { ports }) => {
    const info = await ports.files.info(path)
    if (!info.ok) return failed(info.error)
    if (info.value === null) return failed(fileProblem("file_missing", { path }))
    if (info.value.kind === "folder") return failed(fileProblem("file_is_folder", { path }))
    const { size } = info.value
    if (size > largest) return failed(fileProblem("file_too_big", { path, size, most: largest }))
    const content = await readAs(ports.files, path, as)
    return content.ok ? done({ path, content: content.value, size }) : failed(content.error)
  },
})

async function readAs(
  files: FilesPort,
  path: string,
  as: "text" | "json" | "lines" | "base64",
): Answer<Json> {
  if (as === "base64") {
    const bytes = await files.read(path)
    return bytes.ok ? ok(toBase64(bytes.value)) : bytes
  }
  const text = await files.readText(path)
  if (!text.ok || as === "text") return text
  return as === "lines" ? ok(linesOf(text.value)) : jsonOf(text.value, path)
}

function jsonOf(text: string, path: string): Awaited<Answer<Json>> {
  const parsed: Result<Json, string> = parseJson(text)
  return parsed.ok
    ? parsed
    : { ok: false, error: fileStepProblem("file_not_json", { path, why: parsed.error }) }
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === "") lines.pop()
  return lines
}
