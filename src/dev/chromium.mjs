import { execFileSync, spawnSync } from "node:child_process"
import { accessSync, constants, existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { root, say } from "./project.mjs"

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
]

/** How system package managers install Chromium; the first that is there and may is used. */
const managers = [
  {
    has: "apt-get",
    steps: [
      ["apt-get", "update"],
      ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
    ],
  },
  { has: "dnf", steps: [["dnf", "install", "-y", "chromium"]] },
  { has: "apk", steps: [["apk", "add", "chromium"]] },
  { has: "pacman", steps: [["pacman", "-S", "--noconfirm", "chromium"]] },
]

/**
 * The path of a Chromium for the tests: an installed one, else Playwright's own, else one from the system's package
 * manager where that is allowed.
 */
export async function chromiumPath() {
  return installedChromium() ?? (await playwrightChromium()) ?? systemChromium() ?? giveUp()
}

/** An installed Chrome or Chromium: the one that CHROMIUM_PATH names, else what is found where they are put. */
export function installedChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  const paths = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
  return [...paths, ...places].find(isProgram)
}

async function playwrightChromium() {
  const { chromium } = await import("@playwright/test")
  const path = chromium.executablePath()
  if (existsSync(path)) return path
  say("No Chromium is installed; asking Playwright for its own")
  const cli = join(root, "node_modules", "@playwright", "test", "cli.js")
  spawnSync(process.execPath, [cli, "install", "chromium"], { cwd: root, stdio: "inherit", timeout: 300_000 })
  return existsSync(path) ? path : undefined
}

function systemChromium() {
  const manager = managers.find(({ has }) => spawnSync(has, ["--version"]).status === 0)
  if (!manager) return undefined
  const rights = process.getuid?.() === 0 ? [] : ["sudo", "-n"]
  say(`Installing Chromium with ${manager.has}`)
  try {
    for (const step of manager.steps) {
      const [command = "", ...rest] = [...rights, ...step]
      execFileSync(command, rest, {
        stdio: "inherit",
        env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      })
    }
  } catch {
    return undefined
  }
  return installedChromium()
}

/** @returns {never} */
function giveUp() {
  console.error(
    "No Chromium was found, and none could be installed. Install Chrome or Chromium, or set CHROMIUM_PATH.",
  )
  process.exit(1)
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
