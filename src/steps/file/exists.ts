import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { fileInfo, filePath } from "./filePath.ts"

/** Asks whether a file exists. */
export const fileExists = defineStep({
  kind: "file.exists",
  version: 1,
  title: "Does a file exist?",
  summary: "Goes one way if a file or folder exists, another if not",
  icon: "file-search",
  group: "files",
  input: z.strictObject({ path: filePath("The file or folder") }),
  output: { true: fileInfo, false: z.strictObject({ path: z.string() }) },
  hints: { path: { widget: "file" } },
  outlets: ["true", "false"],
  effect: "read",
  needs: ["files"],
  powers: [{ power: "files", is: "read" }],
  card: "{{ path }}",
  docs: `
Looks whether something stands at a path.

- **true**: it does; whether it is a file or a folder, its size and its time of change.
- **false**: nothing does.

Fails only if the path leads out of the workspace.
`,
  examples: [
    {
      title: "It is there",
      with: { path: "a.txt" },
      files: { "a.txt": "abc" },
      outlets: { true: { path: "a.txt", kind: "file", size: 3 } },
    },
    { title: "It is not", with: { path: "b.txt" }, outlets: { false: { path: "b.txt" } } },
  ],
  run: async ({ path }, { ports }) => {
    const info = await ports.files.info(path)
    if (!info.ok) return failed(info.error)
    if (info.value === null) return done({ path }, "false")
    const { kind, size, changed } = info.value
    return done({ path: info.value.path, kind, size, changed }, "true")
  },
})
