import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { largestField, largestRatio, mostField } from "./archiveLimits.ts"
import { exampleArchive } from "./exampleArchive.ts"
import { createFeed, nextPiece, openFile } from "./feed.ts"
import { filePath } from "./filePath.ts"
import { unzipJob } from "./unzipJob.ts"
import { unzipTargets } from "./unzipTargets.ts"
import { createUnzipWriter } from "./unzipWriter.ts"

/** Takes the files out of an archive. */
export const fileUnzip = defineStep({
  kind: "file.unzip",
  version: 1,
  title: "Unzip a file",
  summary: "Takes the files out of a zip archive",
  icon: "package-open",
  group: "files",
  input: z.strictObject({
    path: filePath("The archive"),
    to: filePath("The folder that the files go to; the workspace if left out").optional(),
    overwrite: z.boolean().default(false).meta({ description: "Whether what stands there may be replaced" }),
    largest: largestField,
    most: mostField,
  }),
  output: z.strictObject({
    files: z.array(z.strictObject({ path: z.string(), size: z.number() })),
    count: z.int(),
    size: z.number(),
  }),
  hints: {
    path: { widget: "file" },
    to: { widget: "file" },
    overwrite: { advanced: true },
    largest: { advanced: true },
    most: { advanced: true },
  },
  outlets: ["success"],
  effect: "write",
  needs: ["files", "jobs"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ path }} → {{ to }}",
  docs: `
Takes all files out of a zip archive, as large as the disk allows: they go from file to file. All of it is looked at
before anything is written; where a file cannot be written, those before it are taken back.

- **success**: the files, how many there are, and their size.

Fails if the archive is broken, locked by a password or holds a link, if a file in it leads out of the folder
(\`../x\`), if it unfolds to more bytes or files than *largest* and *most* allow or to ${largestRatio} times its size,
or if something else stands where a file goes and *overwrite* is off.
`,
  examples: [
    {
      title: "Into a folder",
      with: { path: "a.zip", to: "out" },
      files: { "a.zip": exampleArchive },
      outlets: { success: { files: [{ path: "out/a.txt", size: 4 }], count: 1, size: 4 } },
      filesAfter: { "a.zip": exampleArchive, "out/a.txt": "Milk" },
    },
    {
      title: "Something else is there",
      with: { path: "a.zip" },
      files: { "a.zip": exampleArchive, "a.txt": "mine" },
      problem: "file_exists",
    },
    {
      title: "No archive",
      with: { path: "a.zip" },
      files: { "a.zip": "text" },
      problem: "archive_broken",
    },
  ],
  run: async ({ path, to, overwrite, largest, most }, { ports, signal, progress }) => {
    const { files, jobs } = ports
    const info = await files.info(path)
    if (!info.ok) return failed(info.error)
    const folder = to === undefined || to === "." ? "" : `${to.replace(/\/+$/, "")}/`
    const feed = createFeed(files)
    // What the job asks of the archive itself; undefined where it is something else.
    const reading = async (what: string): Promise<unknown> => {
      if (what === openFile) return (await feed.open(path)) === null
      return what === nextPiece ? feed.next() : undefined
    }
    const input = { path, size: info.value?.size ?? 0, largest, most, give: [] }
    const looked = await jobs.run(unzipJob, input, {
      ...{ signal, answer: reading },
      progress: share => progress(share / 2, "Looking through it"),
    })
    await feed.end()
    const unread = feed.problem()
    if (unread !== null) return failed(unread)
    if (!looked.ok) return failed(looked.error)
    const entries = looked.value
    const targets = await unzipTargets(files, entries, folder, overwrite)
    if (!targets.ok) return failed(targets.error)

    const writer = createUnzipWriter(files, targets.value)
    const wanted = { ...input, give: targets.value.map(({ name }) => name) }
    const given = await jobs.run(unzipJob, wanted, {
      signal,
      progress: share => progress((1 + share) / 2, "Writing its files"),
      async answer(what, [value]) {
        const read = await reading(what)
        return read === undefined ? writer.answer(what, value) : read
      },
    })
    await feed.end()
    const problem = await writer.end(feed.problem() ?? (given.ok ? null : given.error))
    if (problem !== null) return failed(problem)
    return done({
      files: entries.map(({ name, size }) => ({ path: folder + name, size })),
      ...{ count: entries.length, size: entries.reduce((all, { size }) => all + size, 0) },
    })
  },
})
