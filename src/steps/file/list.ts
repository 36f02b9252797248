import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { fileInfo } from "./filePath.ts"

/** Lists files by pattern. */
export const fileList = defineStep({
  kind: "file.list",
  version: 1,
  title: "List files",
  summary: "Lists the files whose paths match a pattern",
  icon: "folder-search",
  group: "files",
  input: z.strictObject({
    glob: z
      .string()
      .min(1)
      .max(1024)
      .default("**")
      .meta({ description: "A pattern: * within a name, ** across folders, {a,b} for choices" }),
    show: z.enum(["files", "folders", "both"]).default("files").meta({ description: "What to list" }),
    most: z
      .int()
      .min(1)
      .max(100_000)
      .default(10_000)
      .meta({ description: "The most entries that are given" }),
  }),
  output: z.strictObject({ files: z.array(fileInfo), count: z.int(), cut: z.boolean() }),
  hints: {
    glob: { label: "Pattern", placeholder: "src/**/*.ts" },
    show: { advanced: true },
    most: { advanced: true },
  },
  outlets: ["success"],
  effect: "read",
  needs: ["files"],
  powers: [{ power: "files", is: "read" }],
  card: "{{ glob }}",
  docs: `
Lists what matches a pattern, in order of path: \`*\` is anything within a name, \`**\` any folders, \`?\` one letter,
\`{ts,tsx}\` a choice.

- **success**: \`files\` with path, size and time of change; \`count\` is how many match, \`cut\` whether some were left out.

Fails if the pattern cannot be read. No match is an empty list, and no failure.
`,
  examples: [
    {
      title: "All of a kind",
      with: { glob: "src/**/*.{ts,tsx}" },
      files: { "src/a.ts": "a", "src/ui/b.tsx": "bb", "readme.md": "" },
      outlets: {
        success: {
          files: [
            { path: "src/a.ts", kind: "file", size: 1 },
            { path: "src/ui/b.tsx", kind: "file", size: 2 },
          ],
          count: 2,
          cut: false,
        },
      },
    },
    {
      title: "The first of many",
      with: { glob: "*", most: 1 },
      files: { a: "", b: "" },
      outlets: { success: { files: [{ path: "a", kind: "file", size: 0 }], count: 2, cut: true } },
    },
    {
      title: "Folders",
      with: { show: "folders" },
      files: { "a/b/c.txt": "" },
      outlets: {
        success: {
          files: [
            { path: "a", kind: "folder", size: 0 },
            { path: "a/b", kind: "folder", size: 0 },
          ],
          count: 2,
          cut: false,
        },
      },
    },
  ],
  run: async ({ glob, show, most }, { ports }) => {
    const listed = await ports.files.list(glob)
    if (!listed.ok) return failed(listed.error)
    const wanted = listed.value.filter(({ kind }) => show === "both" || `${kind}s` === show)
    const files = wanted
      .slice(0, most)
      .map(({ path, kind, size, changed }) => ({ path, kind, size, changed }))
    return done({ files, count: wanted.length, cut: wanted.length > most })
  },
})
