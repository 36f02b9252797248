import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { CommitObject, TreeEntry } from "isomorphic-git"
import { createMemoryHome } from "../../files/memoryHome.ts"
import { createGitFs, root } from "../gitFs.ts"
import { loadGit } from "../loadGit.ts"

/*
 * A git server for tests that speaks git's smart HTTP protocol (version 0), over a repository in memory:
 *
 *     const server = await startGitServer({ password: "Bearer key" })
 *     server.url                        // http://127.0.0.1:…/repo.git
 *     server.misbehave("cut")           // the next answers break off in the middle
 */

type Misbehaviour = "none" | "hang" | "cut" | "error" | "html" | "deaf" | "decline"

/** A git server under way. */
export interface GitServer {
  readonly url: string
  readonly port: number
  /** How it fails from now on: a push to a `deaf` one happens, and is not answered. */
  misbehave(how: Misbehaviour): void
  /** The commit at the tip of a branch. */
  tip(branch: string): Promise<string | null>
  /** The requests so far, as `GET /repo.git/info/refs`. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/** Starts a server; with a password every request must carry it in its Authorization. */
export async function startGitServer({ password = "" } = {}): Promise<GitServer> {
  const git = await loadGit()
  const home = createMemoryHome(() => Date.now())
  const fs = createGitFs(home)
  const place = { fs, dir: root, gitdir: `${root}/.git`, cache: {} }
  await git.init({ ...place, defaultBranch: "main" })
  let how: Misbehaviour = "none"
  const requests: string[] = []

  async function refs(): Promise<[ref: string, oid: string][]> {
    const branches = await git.listBranches({ ...place })
    const all = branches.map(async (name): Promise<[string, string]> => {
      const oid = await git.resolveRef({ ...place, ref: `refs/heads/${name}` })
      return [`refs/heads/${name}`, oid]
    })
    return Promise.all(all)
  }

  async function advertise(service: string): Promise<Uint8Array> {
    const all = await refs()
    const head = all.find(([ref]) => ref === "refs/heads/main")
    const listed = head && service === "git-upload-pack" ? [["HEAD", head[1]] as const, ...all] : all
    const capabilities =
      service === "git-upload-pack"
        ? "side-band-64k ofs-delta shallow no-progress symref=HEAD:refs/heads/main"
        : "report-status side-band-64k"
    const lines = listed.map(([ref, oid], at) =>
      line(`${oid} ${ref}${at === 0 ? `\0${capabilities}` : ""}\n`),
    )
    const none = line(`${"0".repeat(40)} capabilities^{}\0${capabilities}\n`)
    return joined([line(`# service=${service}\n`), "0000", ...(lines.length > 0 ? lines : [none]), "0000"])
  }

  /** All objects that can be reached from the commits, and not from those that the other side has. */
  async function reachable(wants: readonly string[], haves: readonly string[]): Promise<string[]> {
    const known = new Set<string>()
    const found = new Set<string>()
    const visit = async (oid: string, into: Set<string>): Promise<void> => {
      if (into.has(oid) || known.has(oid)) return
      into.add(oid)
      const { type, object } = await git.readObject({ ...place, oid, format: "parsed" })
      if (type === "commit") {
        const { tree, parent } = object as CommitObject
        for (const each of [tree, ...parent]) await visit(each, into)
      } else if (type === "tree") for (const entry of object as TreeEntry[]) await visit(entry.oid, into)
    }
    for (const oid of haves) {
      const isHere = await git.readCommit({ ...place, oid }).catch(() => null)
      if (isHere) {
        const theirs = new Set<string>()
        await visit(oid, theirs)
        for (const each of theirs) known.add(each)
      }
    }
    for (const oid of wants) await visit(oid, found)
    return [...found].filter(oid => !known.has(oid))
  }

  async function uploadPack(body: Buffer): Promise<Uint8Array> {
    const lines = linesOf(body).lines
    const ids = (word: string) =>
      lines.flatMap(text =>
        text.startsWith(`${word} `) ? [text.slice(word.length + 1, word.length + 41)] : [],
      )
    const depth = lines.find(text => text.startsWith("deepen "))
    const oids = await reachable(ids("want"), ids("have"))
    const { packfile = new Uint8Array() } = await git.packObjects({ ...place, oids })
    const shallow = depth ? [line(`shallow ${ids("want")[0]}`), "0000"] : []
    return joined([...shallow, line("NAK\n"), ...sideband(packfile), "0000"])
  }

  async function receivePack(body: Buffer): Promise<Uint8Array> {
    const { lines, rest } = linesOf(body)
    const [command = ""] = lines
    const [, after = "", ref = ""] = command.replace(/\0.*$/s, "").trim().split(" ")
    const refuse = how === "decline"
    if (!refuse && rest.length > 0) {
      const path = `.git/objects/pack/pack-${after}.pack`
      await home.write(path, rest)
      await git.indexPack({ ...place, filepath: path })
    }
    if (!refuse) await git.writeRef({ ...place, ref, value: after, force: true })
    const said = joined([
      line("unpack ok\n"),
      line(refuse ? `ng ${ref} pre-receive hook declined\n` : `ok ${ref}\n`),
      "0000",
    ])
    return joined([...sideband(said), "0000"])
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost")
    requests.push(`${request.method} ${url.pathname}`)
    if (password !== "" && request.headers.authorization !== password) {
      response.writeHead(401, { "www-authenticate": "Basic" }).end()
      return
    }
    if (!url.pathname.startsWith("/repo.git/")) {
      response.writeHead(404).end()
      return
    }
    if (how === "error") {
      response.writeHead(503).end()
      return
    }
    if (how === "hang") return
    const service = url.searchParams.get("service") ?? url.pathname.split("/").at(-1) ?? ""
    if (how === "html") {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>Welcome")
      return
    }
    const isList = url.pathname.endsWith("/info/refs")
    const body = isList ? Buffer.alloc(0) : await bodyOf(request)
    const content = isList
      ? await advertise(service)
      : service === "git-upload-pack"
        ? await uploadPack(body)
        : await receivePack(body)
    if (how === "deaf" && !isList) {
      response.destroy()
      return
    }
    const type = isList ? `application/x-${service}-advertisement` : `application/x-${service}-result`
    response.writeHead(200, { "content-type": type, "content-length": String(content.length) })
    if (how === "cut" && !isList) {
      response.write(content.slice(0, content.length / 2))
      setTimeout(() => response.destroy(), 20)
    } else response.end(content)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(cause => response.writeHead(500).end(String(cause)))
  })
  await new Promise<void>(go => server.listen(0, "127.0.0.1", go))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/repo.git`,
    port,
    requests,
    misbehave(next) {
      how = next
    },
    tip: branch => git.resolveRef({ ...place, ref: `refs/heads/${branch}` }).catch(() => null),
    close: () =>
      new Promise(go => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
}

/** A line as the protocol writes it: its length first. */
function line(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, "0") + text
}

function* sideband(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 60_000) {
    const piece = bytes.subarray(at, at + 60_000)
    yield joined([(piece.length + 5).toString(16).padStart(4, "0"), new Uint8Array([1]), piece])
  }
}

/** The lines of a request, and the bytes after the last. */
function linesOf(body: Buffer): { readonly lines: string[]; readonly rest: Uint8Array } {
  const lines: string[] = []
  let at = 0
  while (at + 4 <= body.length) {
    const text = body.toString("latin1", at, at + 4)
    if (!/^[0-9a-f]{4}$/.test(text)) break
    const size = Number.parseInt(text, 16)
    at += 4
    if (size === 0) {
      if (body.toString("latin1", at, at + 4) === "PACK") break
      continue
    }
    lines.push(body.toString("utf8", at, at + size - 4))
    at += size - 4
  }
  return { lines, rest: body.subarray(at) }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map(part => (typeof part === "string" ? Buffer.from(part) : part)))
}
