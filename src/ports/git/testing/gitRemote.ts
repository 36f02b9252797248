import type { CommitObject, TreeEntry } from "isomorphic-git"
import { joinBytes } from "../../../lib/joinBytes.ts"
import { createMemoryHome } from "../../files/memoryHome.ts"
import { createGitFs, root } from "../gitFs.ts"
import { loadGit } from "../loadGit.ts"

/*
 * The other side of git's smart HTTP protocol (version 0), over a repository in memory: it answers bytes with bytes,
 * and so stands behind a server as well as behind an http port in a page.
 */

/** What was answered. */
export interface RemoteAnswer {
  readonly type: string
  readonly body: Uint8Array
}

/** A repository that others fetch from and push to. */
export interface GitRemote {
  /** Answers what was asked of an address below the repository's own. */
  answer(url: string, body: Uint8Array): Promise<RemoteAnswer>
  /** The commit at the tip of a branch. */
  tip(branch: string): Promise<string | null>
}

/** Makes an empty repository; while it declines, nothing that is pushed is taken. */
export async function createGitRemote(declines: () => boolean = () => false): Promise<GitRemote> {
  const git = await loadGit()
  const home = createMemoryHome(() => Date.now())
  const fs = createGitFs(home)
  const place = { fs, dir: root, gitdir: `${root}/.git`, cache: {} }
  await git.init({ ...place, defaultBranch: "main" })

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

  /**
   * All objects that can be reached from the commits through so many of them, and not from those that the other side
   * has; and the commits whose past is left out.
   */
  async function reachable(wants: readonly string[], haves: readonly string[], depth: number) {
    const known = new Set<string>()
    const found = new Set<string>()
    const cut = new Set<string>()
    const visit = async (oid: string, into: Set<string>, left = Number.POSITIVE_INFINITY): Promise<void> => {
      if (into.has(oid) || known.has(oid)) return
      into.add(oid)
      const { type, object } = await git.readObject({ ...place, oid, format: "parsed" })
      if (type === "commit") {
        const { tree, parent } = object as CommitObject
        await visit(tree, into)
        if (left <= 1 && parent.length > 0) cut.add(oid)
        else for (const each of parent) await visit(each, into, left - 1)
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
    for (const oid of wants) await visit(oid, found, depth)
    return { oids: [...found].filter(oid => !known.has(oid)), cut: [...cut] }
  }

  async function uploadPack(body: Uint8Array): Promise<Uint8Array> {
    const lines = linesOf(body).lines
    const ids = (word: string) =>
      lines.flatMap(text =>
        text.startsWith(`${word} `) ? [text.slice(word.length + 1, word.length + 41)] : [],
      )
    const deepen = lines.find(text => text.startsWith("deepen "))
    const depth = deepen === undefined ? Number.POSITIVE_INFINITY : Number(deepen.slice(7))
    const { oids, cut } = await reachable(ids("want"), ids("have"), depth)
    const { packfile = new Uint8Array() } = await git.packObjects({ ...place, oids })
    const shallow = deepen ? [...cut.map(oid => line(`shallow ${oid}`)), "0000"] : []
    return joined([...shallow, line("NAK\n"), ...sideband(packfile), "0000"])
  }

  async function receivePack(body: Uint8Array): Promise<Uint8Array> {
    const { lines, rest } = linesOf(body)
    const [command = ""] = lines
    const [, after = "", ref = ""] = command.replace(/\0.*$/s, "").trim().split(" ")
    const refuse = declines()
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

  return {
    async answer(url, body) {
      const { pathname, searchParams } = new URL(url, "http://localhost")
      const isList = pathname.endsWith("/info/refs")
      const service = searchParams.get("service") ?? pathname.split("/").at(-1) ?? ""
      if (isList) return { type: `application/x-${service}-advertisement`, body: await advertise(service) }
      const said = await (service === "git-upload-pack" ? uploadPack(body) : receivePack(body))
      return { type: `application/x-${service}-result`, body: said }
    },
    tip: branch => git.resolveRef({ ...place, ref: `refs/heads/${branch}` }).catch(() => null),
  }
}

/** A line as the protocol writes it: its length first. */
function line(text: string): string {
  return (bytesOf(text).length + 4).toString(16).padStart(4, "0") + text
}

function* sideband(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 60_000) {
    const piece = bytes.subarray(at, at + 60_000)
    yield joined([(piece.length + 5).toString(16).padStart(4, "0"), new Uint8Array([1]), piece])
  }
}

/** The lines of a request, and the bytes after the last. */
function linesOf(body: Uint8Array): { readonly lines: string[]; readonly rest: Uint8Array } {
  const textAt = (at: number, end: number) => new TextDecoder().decode(body.subarray(at, end))
  const lines: string[] = []
  let at = 0
  while (at + 4 <= body.length) {
    const text = textAt(at, at + 4)
    if (!/^[0-9a-f]{4}$/.test(text)) break
    const size = Number.parseInt(text, 16)
    at += 4
    if (size === 0) {
      if (textAt(at, at + 4) === "PACK") break
      continue
    }
    lines.push(textAt(at, at + size - 4))
    at += size - 4
  }
  return { lines, rest: body.subarray(at) }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  return joinBytes(parts.map(part => (typeof part === "string" ? bytesOf(part) : part)))
}
