import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeEach, describe, expect, test } from "vitest"
import { createOwners, expiry } from "./owners.ts"

const folders: string[] = []
let folder = ""
const alive = new Set<number>()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rivulet-owners-"))
  folders.push(folder)
  mkdirSync(join(folder, "runs", "r"), { recursive: true })
  alive.clear()
})
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true })
})

/** A program with its process id on a computer. */
function program(pid: number, host = "here") {
  alive.add(pid)
  return createOwners(folder, { pid, host, now: Date.now, isProcess: id => alive.has(id) })
}

const files = () => readdirSync(join(folder, "runs", "r"))

describe("a run belongs to one program", () => {
  test("the second is told who has it, until the first lets go", async () => {
    const first = await program(1).take("r")
    expect(await program(2).take("r")).toMatchObject({ ok: false, error: { pid: 1, host: "here" } })
    expect(await program(2).ownerOf("r")).toMatchObject({ pid: 1 })
    if (first.ok) await first.value.letGo()
    expect(await program(2).ownerOf("r")).toBeUndefined()
    expect(await program(2).take("r")).toMatchObject({ ok: true })
  })

  test("a program that died is followed at once", async () => {
    await program(1).take("r")
    alive.delete(1)
    expect(await program(2).take("r")).toMatchObject({ ok: true })
    expect(files()).toEqual(["owner-2"])
  })

  test("one that gives no sign of life is followed once it must be gone", async () => {
    await program(1).take("r")
    const old = (Date.now() - expiry - 1_000) / 1000
    utimesSync(join(folder, "runs", "r", "owner-1"), old, old)
    expect(await program(2).take("r")).toMatchObject({ ok: true })
  })

  test("whether a program on another computer lives, its sign of life says alone", async () => {
    await program(1, "there").take("r")
    alive.delete(1)
    expect(await program(2).take("r")).toMatchObject({ ok: false, error: { host: "there" } })
  })

  test("of many that come at once, one gets it", async () => {
    await program(99).take("r")
    alive.delete(99)
    const taken = await Promise.all(Array.from({ length: 12 }, (_, at) => program(at + 1).take("r")))
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test("what is being written belongs to somebody already", async () => {
    writeFileSync(join(folder, "runs", "r", "owner-1"), "")
    expect((await program(2).take("r")).ok).toBe(false)
  })
})
