import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium, type Page } from "@playwright/test"

/** A browser in a process group of its own, over a profile that outlives it. */
export interface OwnChromium {
  context(): BrowserContext
  /** Ends every process of it, as a power cut would, and starts it again on the same profile. */
  killAndRestart(): Promise<void>
  /**
   * What stops the process that the page lives in, as a laptop does that sleeps, and what lets it go on. A page that
   * the browser alone freezes keeps its workers going, and with them the engine.
   */
  freezerOf(page: Page): Promise<Freezer>
  close(): Promise<void>
}

/** Stops a page with all its workers. */
export interface Freezer {
  freeze(): void
  thaw(): void
  /** Whether the system has stopped its process: nothing of it runs. */
  isFrozen(): boolean
}

/** Starts a browser on a new profile. */
export async function startChromium(executable: string): Promise<OwnChromium> {
  const profile = mkdtempSync(join(tmpdir(), "rivulet-faults-"))
  let { child, context } = await launch(executable, profile)

  const kill = async (): Promise<void> => {
    const ended = new Promise(go => child.once("exit", go))
    killGroup(child)
    await ended
    for (const name of readdirSync(profile)) {
      if (name.startsWith("Singleton")) rmSync(join(profile, name), { force: true })
    }
  }
  return {
    context: () => context,
    async killAndRestart() {
      await kill()
      ;({ child, context } = await launch(executable, profile))
    },
    async freezerOf(page) {
      const pid = await rendererOf(page, child.pid ?? 0)
      return {
        freeze: () => void process.kill(pid, "SIGSTOP"),
        thaw: () => void process.kill(pid, "SIGCONT"),
        isFrozen: () => statOf(pid)[0] === "T",
      }
    },
    async close() {
      await kill()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL")
}

/** The process of a page: the one of the group that works while the page does, and by far the most. */
async function rendererOf(page: Page, group: number): Promise<number> {
  const before = workOf(group)
  for (let turn = 0; turn < 100; turn++) {
    await page.evaluate(() => {
      for (const until = performance.now() + 200; performance.now() < until; );
    })
    const worked = [...workOf(group)].map(([pid, ticks]) => [pid, ticks - (before.get(pid) ?? 0)] as const)
    const [busiest, next] = worked.sort((a, b) => b[1] - a[1])
    if (busiest !== undefined && busiest[1] > 20 + 2 * (next?.[1] ?? 0)) return busiest[0]
  }
  throw new Error("Expected one process of the browser to work while the page does")
}

/** How long each process that shows pages has worked, in ticks. */
function workOf(group: number): Map<number, number> {
  const work = new Map<number, number>()
  for (const name of readdirSync("/proc").filter(each => /^\d+$/.test(each))) {
    try {
      const isRenderer = readFileSync(`/proc/${name}/cmdline`, "utf8").includes("--type=renderer")
      const fields = statOf(Number(name))
      if (isRenderer && Number(fields[2]) === group) work.set(Number(name), Number(fields[11]))
    } catch {
      // It has ended meanwhile.
    }
  }
  return work
}

/** What the system says of a process, from its state on. */
function statOf(pid: number): readonly string[] {
  return readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ")
}

async function launch(
  executable: string,
  profile: string,
): Promise<{ child: ChildProcess; context: BrowserContext }> {
  const child = spawn(
    executable,
    [
      "--headless=new",
      `--user-data-dir=${profile}`,
      "--remote-debugging-port=0",
      ...["--no-first-run", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "about:blank",
    ],
    { detached: true, stdio: ["ignore", "ignore", "pipe"] },
  )
  // A test that runs out of time leaves its browser: it must not outlive whoever started it.
  process.once("exit", () => killGroup(child))
  const address = await new Promise<string>((go, fail) => {
    let text = ""
    child.stderr?.on("data", chunk => {
      text += String(chunk)
      const found = /DevTools listening on (ws:\S+)/.exec(text)
      if (found?.[1] !== undefined) go(found[1])
    })
    child.once("exit", code =>
      fail(new Error(`Expected a browser to start but it ended with ${code}: ${text}`)),
    )
  })
  const browser = await chromium.connectOverCDP(address)
  const [context] = browser.contexts()
  if (context === undefined) throw new Error("Expected a browser with a context")
  return { child, context }
}
