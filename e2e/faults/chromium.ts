import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type BrowserContext, chromium } from "@playwright/test"

/** A browser in a process group of its own, over a profile that outlives it. */
export interface OwnChromium {
  context(): BrowserContext
  /** Ends every process of it, as a power cut would, and starts it again on the same profile. */
  killAndRestart(): Promise<void>
  close(): Promise<void>
}

/** Starts a browser on a new profile. */
export async function startChromium(executable: string): Promise<OwnChromium> {
  const profile = mkdtempSync(join(tmpdir(), "rivulet-faults-"))
  let { child, context } = await launch(executable, profile)

  const kill = async (): Promise<void> => {
    const ended = new Promise(go => child.once("exit", go))
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL")
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
    async close() {
      await kill()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
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
