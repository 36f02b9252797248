import { createReadStream, readFileSync, statSync } from "node:fs"
import { createServer } from "node:http"
import { extname, join, normalize } from "node:path"
import { root } from "./project.mjs"

/*
 * A static server for the built page. It sends the headers that `public/_headers` lists, as a static host does,
 * so that what is tried here is what is shipped. Paths that name no file get the page, which routes them itself.
 */

const builtPage = join(root, "dist", "page")

const types = /** @type {Record<string, string>} */ ({
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
})

/**
 * Serves the built page on this machine alone; gives the address.
 * @param {{ port: number, firstFree?: boolean, folder?: string }} options
 * @returns {Promise<string>}
 */
export function serve({ port, firstFree = false, folder = builtPage }) {
  const rules = headerRules()
  const server = createServer((request, response) => {
    const file = fileFor(folder, request.url ?? "/")
    const hashed = file.startsWith(join(folder, "assets"))
    response.writeHead(200, {
      ...headersFor(rules, file.slice(folder.length)),
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Cache-Control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    })
    if (request.method === "HEAD") response.end()
    else createReadStream(file).pipe(response)
  })
  return new Promise((done, fail) => {
    server.on("error", error => {
      const taken = "code" in error && error.code === "EADDRINUSE"
      if (taken && firstFree) server.listen(++port, "127.0.0.1")
      else fail(error)
    })
    server.on("listening", () => done(`http://localhost:${port}/`))
    server.listen(port, "127.0.0.1")
  })
}

/**
 * @param {string} folder
 * @param {string} url
 */
function fileFor(folder, url) {
  const index = join(folder, "index.html")
  try {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname)
    const file = normalize(join(folder, path))
    return file.startsWith(folder) && statSync(file).isFile() ? file : index
  } catch {
    return index
  }
}

/**
 * What the file says in which static hosts look for headers: which go with which paths.
 * @typedef {{ path: string, headers: [name: string, value: string][] }} HeaderRule
 * @returns {HeaderRule[]}
 */
function headerRules() {
  const rules = /** @type {HeaderRule[]} */ ([])
  for (const line of readFileSync(join(root, "public", "_headers"), "utf8").split("\n")) {
    const [, name, value] = /^\s+([\w-]+):\s*(.+)$/.exec(line) ?? []
    if (name && value) rules.at(-1)?.headers.push([name, value])
    else if (line.startsWith("/")) rules.push({ path: line.trim(), headers: [] })
  }
  return rules
}

/**
 * The headers of a file. A header that several rules give is sent as often: of policies, all hold.
 * @param {HeaderRule[]} rules
 * @param {string} file Beginning where the page lies.
 */
function headersFor(rules, file) {
  const path = file.replaceAll("\\", "/")
  const headers = /** @type {Record<string, string[]>} */ ({})
  for (const rule of rules) {
    const applies = rule.path.endsWith("*") ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path
    if (applies) for (const [name, value] of rule.headers) headers[name] = [...(headers[name] ?? []), value]
  }
  return headers
}

if (process.argv[1] === import.meta.filename) {
  const [port = "4173", folder = builtPage] = process.argv.slice(2)
  console.log(await serve({ port: Number(port), folder }))
}
