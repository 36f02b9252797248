import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { encoded, giveField } from "../crypto/encoding.ts"
import { createFeed, nextPiece } from "./feed.ts"
import { filePath } from "./filePath.ts"
import { hashFileJob } from "./hashFileJob.ts"

/** Digests a file. */
export const fileHash = defineStep({
  kind: "file.hash",
  version: 1,
  title: "Hash a file",
  summary: "Makes the fingerprint of a file of any size",
  icon: "fingerprint-pattern",
  group: "files",
  input: z.strictObject({
    path: filePath("The file"),
    algorithm: z
      .enum(["sha256", "sha512", "sha384", "sha1", "md5"])
      .default("sha256")
      .meta({ description: "SHA-1 and MD5 are for old services: they protect nothing" }),
    give: giveField,
  }),
  output: z.strictObject({ path: z.string(), size: z.number(), hash: z.string() }),
  hints: { path: { widget: "file" }, give: { advanced: true } },
  outlets: ["success"],
  effect: "read",
  needs: ["files", "jobs"],
  powers: [{ power: "files", is: "read" }],
  card: "{{ algorithm }} {{ path }}",
  docs: `
Makes the fingerprint of a file as it comes from the disk, in a thread of its own, so that its size is no matter.

- **success**: path, size, and the fingerprint, in hex unless chosen otherwise.

Fails if the file is missing or a folder.
`,
  examples: [
    {
      title: "SHA-256",
      with: { path: "a.txt" },
      files: { "a.txt": "abc" },
      outlets: {
        success: {
          ...{ path: "a.txt", size: 3 },
          hash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        },
      },
    },
    {
      title: "MD5 in base64",
      with: { path: "a.txt", algorithm: "md5", give: "base64" },
      files: { "a.txt": "abc" },
      outlets: { success: { path: "a.txt", size: 3, hash: "kAFQmDzST7DWlj99KOF/cg==" } },
    },
    { title: "Missing", with: { path: "no.txt" }, problem: "file_missing" },
  ],
  run: async ({ path, algorithm, give }, { ports, signal, progress }) => {
    const info = await ports.files.info(path)
    if (!info.ok) return failed(info.error)
    const feed = createFeed(ports.files)
    const unread = await feed.open(path)
    if (unread !== null) return failed(unread)
    const size = info.value?.size ?? 0
    const made = await ports.jobs.run(
      hashFileJob,
      { algorithm, size },
      { signal, progress, answer: async what => (what === nextPiece ? feed.next() : null) },
    )
    await feed.end()
    const broken = feed.problem()
    if (broken !== null) return failed(broken)
    return made.ok ? done({ path, size, hash: encoded(made.value, give) }) : failed(made.error)
  },
})
