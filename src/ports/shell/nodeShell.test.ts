import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import type { ShellResult } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { createOutput } from "./createOutput.ts"
import { createNodeShell, type NodeShellParts } from "./nodeShell.ts"

let folder: string
let outside: string
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "shell-")))
  outside = mkdtempSync(join(tmpdir(), "outside-"))
  mkdirSync(join(folder, "inner"))
  writeFileSync(join(folder, "file"), "")
  symlinkSync(outside, join(folder, "out"))
})
afterAll(() => {
  for (const one of [folder, outside]) rmSync(one, { recursive: true, force: true })
})

type Options = Parameters<ReturnType<typeof createNodeShell>["run"]>[0]

function ask(options: Options, parts: Partial<NodeShellParts> = {}, signal?: AbortSignal) {
  return createNodeShell({ folder, environment: process.env, ...parts }).run(options, signal)
}

async function run(...asked: Parameters<typeof ask>): Promise<ShellResult> {
  const ran = await ask(...asked)
  if (!ran.ok) throw new Error(`Expected a result but got ${JSON.stringify(ran.error)}`)
  return ran.value
}

async function refusal(...asked: Parameters<typeof ask>): Promise<Problem> {
  const ran = await ask(...asked)
  if (ran.ok) throw new Error(`Expected a problem but got ${JSON.stringify(ran.value)}`)
  return ran.error
}

/** Whether the process that wrote its number into the file has ended, within a while. */
async function hasEnded(file: string): Promise<boolean> {
  const pid = Number(readFileSync(join(folder, file), "utf8"))
  for (let tries = 0; tries < 100; tries++) {
    const state = statusOf(pid)
    if (state === null || state === "Z") return true
    await new Promise(go => setTimeout(go, 20))
  }
  return false
}

function statusOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] ?? null
  } catch {
    return null
  }
}

describe("a command", () => {
  test("gives its exit code and both outputs apart", async () => {
    expect(await run({ command: "echo out; echo err >&2; exit 3" })).toEqual({
      exitCode: 3,
      stdout: "out\n",
      stderr: "err\n",
    })
  })

  test("is heard while it runs, both outputs, up to what is kept of one", async () => {
    const heard: string[] = []
    const hear = (text: string): void => {
      heard.push(text)
      if (text.includes("ready")) writeFileSync(join(folder, "go"), "")
    }
    const command = "echo ready ä; until [ -e go ]; do sleep 0.02; done; echo gone >&2"
    const ran = await run({ command, hear }, { timeout: 10_000 })
    expect(ran.stderr).toBe("gone\n")
    expect(heard[0]).toBe("ready ä\n")
    expect(heard.join("")).toContain("gone\n")
    heard.length = 0
    await run({ command: "yes | head -c 5000", hear }, { largest: 1000 })
    expect(heard.join("")).toHaveLength(1000)
  })

  test("that ended by a signal has the code that shells give it", async () => {
    expect(await run({ command: "kill -9 $$" })).toMatchObject({ exitCode: 137 })
  })

  test("reads what it is handed, and need not", async () => {
    expect(await run({ command: "tr a-z A-Z", stdin: "ä text" })).toMatchObject({ stdout: "ä TEXT" })
    expect(await run({ command: "true", stdin: "x".repeat(5_000_000) })).toMatchObject({ exitCode: 0 })
    expect(await run({ command: "cat" })).toMatchObject({ stdout: "" })
  })

  test("sees of the environment what it is given, PATH, HOME and LANG", async () => {
    const environment = { PATH: process.env.PATH, HOME: "/home/x", LANG: "C", CANARY_KEY: "sk-canary" }
    const ran = await run({ command: "env", env: { TITLE: "$(exit 9); `x`" } }, { environment })
    const names = ran.stdout
      .trim()
      .split("\n")
      .map(line => line.split("=")[0])
    expect(names).toEqual(expect.arrayContaining(["PATH", "HOME", "LANG", "TITLE"]))
    expect(ran.stdout).not.toContain("canary")
    expect(ran.stdout).toContain("TITLE=$(exit 9); `x`")
  })

  test("runs in the workspace, or in a folder of it", async () => {
    expect(await run({ command: "pwd" })).toMatchObject({ stdout: `${folder}\n` })
    expect(await run({ command: "pwd", folder: "inner" })).toMatchObject({ stdout: `${folder}/inner\n` })
  })

  test.each([
    ["..", "file_path_leaves"],
    ["out", "file_path_leaves"],
    ["/", "file_path_absolute"],
    ["none", "file_missing"],
    ["file", "file_not_folder"],
  ])("does not run in %s", async (where, code) => {
    const refused = await refusal({ command: "touch here", folder: where })
    expect(refused).toMatchObject({ code, data: { sent: false } })
  })

  test("that cannot be started is said not to have been", async () => {
    expect(await refusal({ command: "echo \0" })).toMatchObject({
      code: "shell_not_started",
      data: { sent: false },
    })
  })
})

describe("output beyond the limit", () => {
  test("is cut in each stream apart, and says so", async () => {
    const command = "head -c 300000 /dev/zero | tr '\\0' x; echo end; echo small >&2"
    const ran = await run({ command }, { largest: 1000 })
    expect(ran.stdout).toMatch(/^x{500}\n… 299004 bytes left out …\nx{496}end\n$/)
    expect(ran.stderr).toBe("small\n")
  })

  test("is whole up to the very limit", () => {
    const output = createOutput(10)
    output.add(new TextEncoder().encode("0123"))
    output.add(new TextEncoder().encode("456789"))
    expect(output.text()).toBe("0123456789")
    output.add(new TextEncoder().encode("X"))
    expect(output.text()).toBe("01234\n… 1 bytes left out …\n6789X")
  })

  test("without end does not fill the memory", async () => {
    const refused = await refusal({ command: "yes" }, { largest: 1000, timeout: 300 })
    expect(refused.code).toBe("shell_timed_out")
    expect(String(refused.data?.stdout).length).toBeLessThan(1100)
  })
})

describe("a command that has to end", () => {
  afterEach(() => void vi.useRealTimers())

  test("takes all that it had started with it when its time is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    const command = "sleep 60 & echo $! > slow; echo began; wait"
    const hear = (text: string): void => void (text.includes("began") && vi.advanceTimersByTime(400))
    const refused = await refusal({ command, hear }, { timeout: 400 })
    vi.useRealTimers()
    expect(refused).toMatchObject({
      code: "shell_timed_out",
      retryable: false,
      data: { answered: false, stdout: "began\n" },
    })
    expect(refused.message).toContain("400ms")
    expect(await hasEnded("slow")).toBe(true)
  })

  test("ends soon after the signal, even if it will not hear", async () => {
    const stop = new AbortController()
    const command = "trap '' TERM; sleep 60 & echo $! > deaf; echo began; while true; do sleep 1; done"
    let started = 0
    const hear = (): void => {
      started = performance.now()
      stop.abort()
    }
    const asked = ask({ command, hear }, {}, stop.signal)
    expect(await asked).toMatchObject({ error: { code: "shell_stopped", data: { answered: false } } })
    expect(performance.now() - started).toBeLessThan(1500)
    expect(await hasEnded("deaf")).toBe(true)
  })

  test("leaves nothing behind when it ends by itself, and does not wait for what it left", async () => {
    const started = performance.now()
    expect(await run({ command: "sleep 60 & echo $! > left; echo done" })).toMatchObject({ stdout: "done\n" })
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(await hasEnded("left")).toBe(true)
  })

  test("is not begun once the signal is given", async () => {
    const refused = await refusal({ command: "touch begun" }, {}, AbortSignal.abort())
    expect(refused).toMatchObject({ code: "shell_stopped", data: { sent: false } })
    expect(() => readFileSync(join(folder, "begun"))).toThrow()
  })
})
