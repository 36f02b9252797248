import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { filePath } from "./filePath.ts"

/** Adds text at the end of a file. */
export const fileAppend = defineStep({
  kind: "file.append",
  version: 1,
  title: "Append to a file",
  summary: "Adds text at the end of a file",
  icon: "file-plus",
  group: "files",
  input: z.strictObject({
    path: filePath("The file; it is made where there is none"),
    content: z.string().meta({ description: "The text to add" }),
    newLine: z.boolean().default(true).meta({ description: "Whether to end the text with a line break" }),
  }),
  output: z.strictObject({ path: z.string(), size: z.number() }),
  hints: { path: { widget: "file" }, content: { widget: "multiline" }, newLine: { advanced: true } },
  outlets: ["success"],
  effect: "write",
  needs: ["files"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ path }}",
  docs: `
Adds text at the end of a file, and makes the file where there is none.

- **success**: path and new size.

The length that the file had is on disk before the text is added, so a repeat after a crash does not add it twice.
Fails if the path leads out of the workspace, is a folder, or there is no room.
`,
  examples: [
    {
      title: "A line in a journal",
      with: { path: "log.txt", content: "two" },
      files: { "log.txt": "one\n" },
      outlets: { success: { path: "log.txt", size: 8 } },
      filesAfter: { "log.txt": "one\ntwo\n" },
    },
    {
      title: "Without a line break",
      with: { path: "new.txt", content: "a", newLine: false },
      outlets: { success: { path: "new.txt", size: 1 } },
      filesAfter: { "new.txt": "a" },
    },
  ],
  run: async ({ path, content, newLine }, { ports }) => {
    const text = newLine && !content.endsWith("\n") ? `${content}\n` : content
    const info = await ports.files.append(path, text)
    return info.ok ? done({ path, size: info.value.size }) : failed(info.error)
  },
})
