import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { contentHash, root, say } from "./project.mjs"

const stamp = join(root, "node_modules", ".installed")

/**
 * Installs the packages that the lockfile names, unless exactly those are there. Not by `npm ci`, which refuses a
 * lockfile that leaves out packages for other systems where a registry does not have them.
 */
export function installPackages() {
  const wanted = contentHash(["package-lock.json", ".npmrc"])
  if (installed() === wanted) return
  say("Installing packages")
  execFileSync(process.platform === "win32" ? "npm.cmd" : "npm", ["install", "--no-save"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  })
  writeFileSync(stamp, wanted)
}

function installed() {
  try {
    return readFileSync(stamp, "utf8")
  } catch {
    return ""
  }
}
