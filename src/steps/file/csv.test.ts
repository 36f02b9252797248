import fc from "fast-check"
import { expect, test } from "vitest"
import { ok } from "../../lib/result.ts"
import { streamOf } from "../../model/byteStream.ts"
import type { FilesPort } from "../../model/ports.ts"
import { parseCsv } from "../data/csv.ts"
import { createTestPorts } from "../testing/createTestPorts.ts"
import { runStep } from "../testing/runExample.ts"
import { fileCsv } from "./csv.ts"

/** Files whose streams come in pieces of this many bytes. */
function inPieces(text: string, size: number): FilesPort {
  const { files } = createTestPorts({ files: { "a.csv": text } })
  const bytes = new TextEncoder().encode(text)
  return {
    ...files,
    async readStream() {
      let at = 0
      return ok(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            if (at >= bytes.length) return controller.close()
            controller.enqueue(bytes.slice(at, at + size))
            at += size
          },
        }),
      )
    },
  }
}

async function rowsOf(text: string, size: number) {
  const { outcome } = await runStep(
    fileCsv,
    { path: "a.csv", header: false, first: 100_000 },
    { ports: { files: inPieces(text, size) } },
  )
  if (outcome.type === "failed") return outcome.problem.code
  return outcome.type === "done" ? (outcome.outlets.success as { rows: unknown }).rows : outcome.type
}

test("rows are the same, wherever the file is cut on its way", async () => {
  const cell = fc.oneof(
    fc.constantFrom("", "a", "ä🎉", "a,b", 'say "hi"', "two\nlines", "two\r\nlines", '"', "\r"),
    fc.string({ maxLength: 5 }),
  )
  const text = fc
    .array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
    .chain(rows =>
      fc
        .constantFrom("\n", "\r\n")
        .map(end =>
          rows
            .map(row =>
              row.map(each => (/[",\r\n]/.test(each) ? `"${each.replaceAll('"', '""')}"` : each)).join(),
            )
            .join(end),
        ),
    )
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (given, size) => {
      const whole = parseCsv(given, ",")
      expect(await rowsOf(given, size)).toEqual(whole.ok ? whole.value : "data_bad_csv")
    }),
    { numRuns: 300 },
  )
})

test("a quote that is never closed is told with its line, and nothing of the lines is left", async () => {
  const { outcome, ports } = await runStep(
    fileCsv,
    { path: "a.csv", to: "out.jsonl" },
    { files: { "a.csv": `a,b\n1,2\n${"3,4\n".repeat(50_000)}"x` } },
  )
  expect(outcome).toMatchObject({
    problem: { code: "data_bad_csv", message: expect.stringContaining("line 50003") },
  })
  expect(Object.keys(ports.files.all())).toEqual(["a.csv"])
})

test("what is no text, a stream that breaks, and a full disk are named", async () => {
  const { files } = createTestPorts({ files: { "a.csv": "a\n1\n" } })
  const latin = { ...files, readStream: async () => ok(streamOf(new Uint8Array([97, 10, 0xff, 10]))) }
  const code = async (given: FilesPort) => {
    const { outcome } = await runStep(fileCsv, { path: "a.csv", to: "b" }, { ports: { files: given } })
    return outcome.type === "failed" ? outcome.problem.code : outcome.type
  }
  expect(await code(latin)).toBe("csv_not_text")
  const broken = new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new Error("gone")) })
  expect(await code({ ...files, readStream: async () => ok(broken) })).toBe("file_trouble")
  const full: FilesPort = {
    ...files,
    async writeStream(_, bytes) {
      await bytes.cancel()
      return { ok: false, error: { code: "file_no_room", message: "", severity: "error", retryable: true } }
    },
  }
  expect(await code(full)).toBe("file_no_room")
})
