import { z } from "zod"
import { ok } from "../../lib/result.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { parseFilePath, parseWritablePath } from "../../model/workspacePath.ts"
import { largestField, mostField } from "./archiveLimits.ts"
import { createFeed, nextPiece, openFile } from "./feed.ts"
import { filePath } from "./filePath.ts"
import { fileStepProblem } from "./fileStepProblems.ts"
import { sinkInto, takeBytes } from "./sink.ts"
import { zipJob } from "./zipJob.ts"

const levels = { none: 0, fast: 1, usual: 6, small: 9 } as const

/** Puts files into an archive. */
export const fileZip = defineStep({
  kind: "file.zip",
  version: 1,
  title: "Zip files",
  summary: "Puts files into one zip archive",
  icon: "file-archive",
  group: "files",
  input: z.strictObject({
    files: z
      .string()
      .min(1)
      .max(1_000)
      .default("**")
      .meta({ description: "Which files: a pattern in the folder" }),
    folder: filePath("The folder that names in the archive begin at; the workspace if left out").optional(),
    to: filePath("The archive"),
    level: z
      .enum(["none", "fast", "usual", "small"])
      .default("usual")
      .meta({ description: "How hard to fold: small takes longest" }),
    largest: largestField,
    most: mostField,
  }),
  output: z.strictObject({ path: z.string(), size: z.number(), count: z.int() }),
  hints: {
    files: { placeholder: "**/*.md" },
    folder: { widget: "file" },
    to: { widget: "file", placeholder: "out/notes.zip" },
    level: { advanced: true },
    largest: { advanced: true },
    most: { advanced: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["files", "jobs"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ files }} → {{ to }}",
  docs: `
Puts the files that match into a zip archive, and replaces one that is there. Files of git's own and the archive
itself are left out. The same files always give the very same archive. They go from file to file, so that their size
is no matter; in a sandbox run the archive has at most 100 MB.

- **success**: the archive, its size, and how many files are in it.

Fails if nothing matches, or if there are more files or more bytes than *most* and *largest* allow.
`,
  examples: [
    {
      title: "A folder",
      with: { folder: "notes", to: "notes.zip" },
      files: { "notes/a.md": "a", "notes/deep/b.md": "b", "other.md": "c" },
      outlets: { success: { path: "notes.zip", count: 2 } },
    },
    {
      title: "Some files, not folded",
      with: { files: "*.txt", to: "out/texts.zip", level: "none" },
      files: { "a.txt": "a", "b.md": "b" },
      outlets: { success: { path: "out/texts.zip", count: 1 } },
    },
    {
      title: "Nothing to zip",
      with: { files: "*.pdf", to: "out.zip" },
      files: { "a.txt": "a" },
      problem: "archive_empty",
    },
  ],
  run: async ({ files, folder, to, level, largest, most }, { ports, signal, progress }) => {
    const isWhole = folder === undefined || /^\.\/?$/.test(folder)
    const found = isWhole ? ok("") : parseFilePath(folder)
    if (!found.ok) return failed(found.error)
    const target = parseWritablePath(to)
    if (!target.ok) return failed(target.error)
    const base = found.value
    const listed = await ports.files.list(base === "" ? files : `${base}/${files}`)
    if (!listed.ok) return failed(listed.error)
    const wanted = listed.value.filter(
      ({ kind, path }) => kind === "file" && path !== target.value && !`/${path}`.includes("/.git/"),
    )
    if (wanted.length === 0) return failed(fileStepProblem("archive_empty", { files }))
    if (wanted.length > most) return failed(fileStepProblem("archive_entries", { path: to, most }))
    if (wanted.reduce((all, { size }) => all + size, 0) > largest)
      return failed(fileStepProblem("archive_too_big", { path: to, most: largest / 1_000_000 }))
    const entries = wanted.map(({ path, size }) => ({
      name: base === "" ? path : path.slice(base.length + 1),
      size,
    }))
    const feed = createFeed(ports.files)
    const archive = sinkInto(ports.files, to)
    const input = { entries, level: levels[level] }
    const zipped = await ports.jobs.run(zipJob, input, {
      ...{ signal, progress },
      async answer(what, [value]) {
        if (what === nextPiece) return feed.next()
        if (what === takeBytes) return archive.take(value as Uint8Array)
        return what === openFile && (await feed.open(wanted[Number(value)]?.path ?? "")) === null
      },
    })
    await feed.end()
    const problem = feed.problem() ?? (zipped.ok ? null : zipped.error)
    const written = await archive.end(problem)
    if (problem !== null) return failed(problem)
    if (!written.ok) return failed(written.error)
    return done({ path: written.value.path, size: written.value.size, count: wanted.length })
  },
})
