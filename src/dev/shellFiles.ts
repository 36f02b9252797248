import { createHash } from "node:crypto"
import type { Plugin } from "vite"
import type { ShellFiles } from "../worker/service/shell.ts"

/** Where the service worker stands in the built page. */
export const serviceWorkerFile = "service-worker.js"

/** What is served as it lies and the page needs; the rest of `public` is for people. */
const lying = ["icon.svg"]

/** Puts the list of the built page's files before its service worker: with any file, that one changes too. */
export function shellFiles(): Plugin {
  return {
    name: "rivulet-shell-files",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle[serviceWorkerFile]
      if (worker?.type !== "chunk") return
      if (worker.imports.length > 0)
        this.error(`Expected the service worker to be one file, but it imports ${worker.imports.join(", ")}`)
      const built = Object.keys(bundle).filter(file => file !== serviceWorkerFile)
      const pages = built.filter(file => file.endsWith(".html"))
      const hash = createHash("sha256").update(worker.code)
      for (const file of built.sort()) {
        const part = bundle[file]
        hash.update(file).update(part?.type === "asset" ? part.source : "")
      }
      const list: ShellFiles = {
        version: hash.digest("hex").slice(0, 16),
        files: [...built.filter(file => file.startsWith("assets/")), ...lying],
        pages: pages.map(file => (file === "index.html" ? "" : file)),
      }
      worker.code = `const builtShell = ${JSON.stringify(list)}\n${worker.code}`
    },
  }
}
