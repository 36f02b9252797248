import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { createFileJournal } from "./fileJournal.ts"
import { journalConformance, testSummary } from "./testing/journalConformance.ts"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "journal-"))
  folders.push(folder)
  return folder
}

describe("a journal in files", () => {
  journalConformance(async () => {
    const folder = newFolder()
    return { open: async () => createFileJournal(folder) }
  })
})

describe("what a crash leaves", () => {
  const strict = { durability: "strict" } as const

  async function three() {
    const folder = newFolder()
    const journal = createFileJournal<{ n: number }>(folder)
    await journal.create(testSummary("r1"), [{ n: 0 }])
    await journal.append("r1", { seq: 1, epoch: 1 }, [{ n: 1 }, { n: 2 }], strict)
    await journal.close()
    return { folder, file: join(folder, "runs/r1/journal.jsonl") }
  }

  const numbers = async (folder: string) => {
    const found: number[] = []
    for await (const chunk of createFileJournal<{ n: number }>(folder).read("r1"))
      found.push(...chunk.map(({ n }) => n))
    return found
  }

  test("a commit cut at any byte is whole or not there", async () => {
    const { folder, file } = await three()
    const whole = readFileSync(file)
    const first = whole.indexOf(10) + 1
    for (let length = whole.length; length >= first; length--) {
      truncateSync(file, length)
      expect(await numbers(folder), `cut at ${length}`).toEqual(length === whole.length ? [0, 1, 2] : [0])
    }
  })

  test("the next owner goes on behind the last whole commit", async () => {
    const { folder, file } = await three()
    truncateSync(file, readFileSync(file).length - 5)
    const next = createFileJournal<{ n: number }>(folder)
    expect(await next.claim("r1")).toMatchObject({ ok: true, value: { seq: 1, epoch: 2 } })
    expect(await next.append("r1", { seq: 1, epoch: 2 }, [{ n: 10 }], strict)).toMatchObject({ ok: true })
    await next.close()
    expect(await numbers(folder)).toEqual([0, 10])
  })

  test("what a full disk left of a commit is taken back, and the next stands in its place", async () => {
    const folder = newFolder()
    let isFull = false
    const journal = createFileJournal<{ n: number }>(folder, async (file, bytes) => {
      await file.appendFile(isFull ? bytes.subarray(0, 20) : bytes)
      if (isFull) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" })
    })
    await journal.create(testSummary("r1"), [{ n: 0 }])
    const append = () => journal.append("r1", { seq: 1, epoch: 1 }, [{ n: 1 }], strict)
    isFull = true
    expect(await append()).toMatchObject({ ok: false, error: { code: "storage_full" } })
    isFull = false
    expect(await append()).toMatchObject({ ok: true })
    await journal.close()
    expect(await numbers(folder)).toEqual([0, 1])
  })

  test("a claim that was cut in the middle keeps nobody from the next", async () => {
    const { folder } = await three()
    const cut = join(folder, "runs/r1/epoch-2")
    writeFileSync(cut, "")
    const next = createFileJournal<{ n: number }>(folder)
    expect(await next.claim("r1"), "it may be under way").toMatchObject({
      ok: false,
      error: { code: "not_the_owner" },
    })
    utimesSync(cut, new Date(), new Date(Date.now() - 60_000))
    expect(await next.claim("r1")).toMatchObject({ ok: true, value: { seq: 3, epoch: 3 } })
    appendFileSync(join(folder, "runs/r1/journal.jsonl"), '{"claim":2}\n')
    expect(await next.append("r1", { seq: 3, epoch: 3 }, [{ n: 3 }], strict)).toMatchObject({ ok: true })
    await next.close()
    expect(await numbers(folder), "a claim that comes late takes nothing away").toEqual([0, 1, 2, 3])
  })

  test("a claim that finds the disk full leaves the run to be claimed", async () => {
    const { folder } = await three()
    const full = createFileJournal(folder, async () => {
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" })
    })
    expect(await full.claim("r1")).toMatchObject({ ok: false, error: { code: "storage_full" } })
    await full.close()
    expect(await createFileJournal(folder).claim("r1")).toMatchObject({ ok: true, value: { epoch: 2 } })
  })

  test("what an overtaken owner still wrote does not count", async () => {
    const { folder, file } = await three()
    const next = createFileJournal(folder)
    await next.claim("r1")
    await next.close()
    appendFileSync(file, '{"seq":3,"epoch":1,"events":[{"n":99}]}\n')
    expect(await numbers(folder)).toEqual([0, 1, 2])
  })

  test("a damaged line is named, and nothing is guessed", async () => {
    const { folder, file } = await three()
    writeFileSync(file, readFileSync(file, "utf8").replace('"n":1', '"n":'))
    await expect(numbers(folder)).rejects.toMatchObject({ problem: { code: "journal_damaged" } })
    writeFileSync(file, '{"seq":0,"epoch":1,"events":[],"summary":{}}\n{"seq":4,"epoch":1,"events":[]}\n')
    await expect(numbers(folder)).rejects.toMatchObject({
      problem: { code: "journal_damaged", data: { seq: 0 } },
    })
  })

  test("a run's name cannot lead out of the folder", async () => {
    const journal = createFileJournal(newFolder())
    for (const run of ["../x", "a/b", "..", "", "a\u0000b", `a${"b".repeat(200)}`]) {
      expect((await journal.create(testSummary(run), [])).ok, run).toBe(false)
      expect(await journal.head(run)).toBeUndefined()
      expect(await journal.blob(run)).toBeUndefined()
    }
  })
})

test("what is noted of a run at its end is what its journal says, claimed meanwhile or not", async () => {
  for (const isClaimed of [false, true]) {
    const folder = newFolder()
    const blobs = [{ hash: "a".repeat(64), text: '"large"' }]
    const strict = { durability: "strict", blobs } as const
    const first = createFileJournal<{ n: number }>(folder)
    await first.create(testSummary("r1"), [{ n: 0 }])
    await first.append("r1", { seq: 1, epoch: 1 }, [{ n: 1 }], strict)
    const journal = isClaimed ? createFileJournal<{ n: number }>(folder) : first
    const epoch = isClaimed ? 2 : 1
    if (isClaimed) expect((await journal.claim("r1")).ok).toBe(true)
    const summary = { status: "completed" as const }
    await journal.append("r1", { seq: 2, epoch }, [{ n: 2 }], { ...strict, summary, ends: true })
    await first.close()
    const note = join(folder, "runs/r1/note.json")
    const noted = readFileSync(note, "utf8")
    expect(JSON.parse(noted)).toMatchObject({ head: { seq: 3, epoch, ended: true }, summary })

    rmSync(note)
    await createFileJournal(folder).history({ most: 10 })
    expect(JSON.parse(readFileSync(note, "utf8"))).toEqual(JSON.parse(noted))
  }
})
