import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join, resolve } from "node:path"

/** The project's folder. */
export const root = resolve(import.meta.dirname, "../..")

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Rivulet needs Node 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(2)
}

/**
 * Says what is being done, so that a wait has a name.
 * @param {string} what
 */
export function say(what) {
  console.log(`\n· ${what}`)
}

/**
 * A hash of the contents of files and folders: the same on every machine and after every checkout.
 * @param {readonly string[]} paths
 */
export function contentHash(paths) {
  const hash = createHash("sha256").update(process.version)
  for (const file of paths.flatMap(filesIn).sort())
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
  return hash.digest("hex")
}

/**
 * All files at or below the path.
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stats) return []
  return stats.isDirectory()
    ? readdirSync(join(root, path)).flatMap(name => filesIn(`${path}/${name}`))
    : [path]
}
