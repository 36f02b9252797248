import { z } from "zod"
import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { FilesPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { defineStep, done, failed } from "../../model/step.ts"
import { type ArchiveEntry, archiveLimits } from "./archiveLimits.ts"
import { exampleArchive } from "./exampleArchive.ts"
import { filePath } from "./filePath.ts"
import { sameContent } from "./sameContent.ts"
import { unzipJob } from "./unzipJob.ts"

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
  }),
  output: z.strictObject({
    files: z.array(z.strictObject({ path: z.string(), size: z.number() })),
    count: z.int(),
    size: z.number(),
  }),
  hints: { path: { widget: "file" }, to: { widget: "file" }, overwrite: { advanced: true } },
  outlets: ["success"],
  effect: "write",
  needs: ["files", "jobs"],
  powers: [{ power: "files", is: "write" }],
  card: "{{ path }} → {{ to }}",
  docs: `
Takes all files out of a zip archive. All of it is looked at before anything is written; where a file cannot be
written, those before it are taken back.

- **success**: the files, how many there are, and their size.

Fails if the archive is broken, locked by a password or holds a link, if a file in it leads out of the folder (\`../x\`), if it unfolds to more than 100 MB,
${archiveLimits.entries} files or ${archiveLimits.ratio} times its size, or if something else stands where a file goes
and *overwrite* is off.
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
  run: async ({ path, to, overwrite }, { ports, signal, progress }) => {
    const bytes = await ports.files.read(path)
    if (!bytes.ok) return failed(bytes.error)
    const input = { path, bytes: bytes.value }
    const unzipped = await ports.jobs.run(unzipJob, input, { signal, progress })
    if (!unzipped.ok) return failed(unzipped.error)
    const folder = to === undefined || to === "." ? "" : `${to.replace(/\/+$/, "")}/`
    const entries = unzipped.value.map(({ name, bytes }) => ({ name: folder + name, bytes }))
    const written = await writeAll(ports.files, entries, overwrite)
    if (!written.ok) return failed(written.error)
    const size = written.value.reduce((sum, file) => sum + file.size, 0)
    return done({ files: [...written.value], count: written.value.length, size })
  },
})

/** Writes all files, or none of them. */
async function writeAll(
  files: FilesPort,
  entries: readonly ArchiveEntry[],
  overwrite: boolean,
): Promise<Result<readonly { readonly path: string; readonly size: number }[], Problem>> {
  const befores: (Uint8Array | null)[] = []
  for (const { name, bytes } of entries) {
    const info = await files.info(name)
    if (!info.ok) return info
    if (info.value && !overwrite && !(await sameContent(files, info.value, bytes)))
      return err(fileProblem("file_exists", { path: name }))
    const before = info.value?.kind === "file" ? await files.read(name) : ok(null)
    if (!before.ok) return before
    befores.push(before.value)
  }
  const written: { readonly path: string; readonly size: number }[] = []
  for (const { name, bytes } of entries) {
    const done = await files.write(name, bytes)
    if (done.ok) {
      written.push({ path: done.value.path, size: done.value.size })
      continue
    }
    for (const [at, { path }] of written.entries()) {
      const before = befores[at]
      if (before) await files.write(path, before)
      else await files.remove(path)
    }
    return done
  }
  return ok(written)
}
