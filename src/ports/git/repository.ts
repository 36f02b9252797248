import type { ReadCommitResult } from "isomorphic-git"
import type { GitChange, GitCommit, GitPort } from "../../model/ports.ts"
import { diffOf } from "./diffOf.ts"
import { type GitFs, root } from "./gitFs.ts"
import { gitProblem } from "./gitProblems.ts"
import { createMerging, type Merging } from "./merging.ts"
import { GitFailure } from "./problemOfGit.ts"

/** The library, once it is loaded. */
export type Library = typeof import("isomorphic-git")

/** What an operation answers; what goes wrong is thrown. */
type Op<Name extends keyof GitPort> = (
  options: Parameters<GitPort[Name]>[0],
) => Promise<Extract<Awaited<ReturnType<GitPort[Name]>>, { ok: true }>["value"]>

/** Operations by the name of their port's method. */
export type Ops<Names extends keyof GitPort> = { readonly [Name in Names]: Op<Name> }

/** What every operation starts from. */
export interface Place {
  readonly fs: GitFs
  readonly dir: string
  readonly cache: object
}

/** A repository, and what else is done on it. */
export interface Repository {
  readonly ops: Ops<"init" | "status" | "log" | "diff" | "add" | "commit" | "branch" | "checkout" | "merge">
  readonly place: Place
  readonly merging: Merging
  /** Fails where there is no repository. */
  open(): Promise<void>
  isThere(): Promise<boolean>
  /** The branch that is checked out. */
  branch(): Promise<string>
}

/** A file that differs, and what staging it takes. */
export interface Change extends GitChange {
  /** Whether what is staged differs from what is here. */
  readonly needsAdd: boolean
  readonly isHere: boolean
}

/** What a repository is made of. */
export interface RepositoryParts {
  readonly git: Library
  readonly fs: GitFs
  readonly now: number
  /** Who commits where nobody else is named. */
  readonly author: GitCommit["author"]
}

/** The branch of a new repository. */
export const usualBranch = "main"

/** Makes what is done on the files of one repository alone. */
export function createRepository({ git, fs, now, author: usual }: RepositoryParts): Repository {
  const place: Place = { fs, dir: root, cache: {} }

  async function isThere(): Promise<boolean> {
    const head = await git.currentBranch({ ...place, test: false }).catch(() => null)
    return head !== null
  }

  /** Fails where there is no repository; else the modes of its files are known from then on. */
  async function open(): Promise<void> {
    if (!(await isThere())) throw new GitFailure(gitProblem("git_no_repository", { folder: "this folder" }))
    await git.walk({
      ...place,
      trees: [git.STAGE()],
      map: async (path, [entry]) => {
        const mode = (await entry?.mode()) ?? 0
        if (mode === 0o100755 || mode === 0o120000) fs.modes.set(path, mode)
      },
    })
  }

  async function branch(): Promise<string> {
    const name = await git.currentBranch({ ...place })
    if (typeof name === "string") return name
    throw new GitFailure(gitProblem("git_no_branch"))
  }

  /** Who commits: whoever was named, else the one that the repository is set up with. */
  async function identity(author?: GitCommit["author"]): Promise<GitCommit["author"]> {
    if (author) return author
    const [name, email] = [
      await git.getConfig({ ...place, path: "user.name" }),
      await git.getConfig({ ...place, path: "user.email" }),
    ]
    return { name: String(name ?? usual.name), email: String(email ?? usual.email) }
  }

  const stamp = () => ({
    timestamp: Math.floor(now / 1_000),
    timezoneOffset: new Date(now).getTimezoneOffset(),
  })

  /** The commit that a name stands for: a branch, tag or id, in short or in full. */
  async function commitAt(name: string): Promise<ReadCommitResult> {
    const oid = await git
      .resolveRef({ ...place, ref: name })
      .catch(() => git.expandOid({ ...place, oid: name }))
      .catch(() => {
        throw new GitFailure(gitProblem("git_not_found", { what: name }))
      })
    return git.readCommit({ ...place, oid })
  }

  /** The commit that is checked out; null before the first. */
  async function head(): Promise<ReadCommitResult | null> {
    const oid = await git.resolveRef({ ...place, ref: "HEAD" }).catch(() => null)
    return oid === null ? null : git.readCommit({ ...place, oid })
  }

  async function changes(): Promise<Change[]> {
    const rows = await git.statusMatrix({ ...place })
    return rows.flatMap(([path, before, here, staged]) => {
      // A link is nothing that every home can show: it is not taken for deleted where it is not seen.
      const isHiddenLink = here === 0 && staged === 1 && fs.modes.get(path) === 0o120000
      if ((before === 1 && here === 1 && staged === 1) || isHiddenLink) return []
      const needsAdd = here === 0 ? staged !== 0 : here !== staged
      const state = stateOf(before, here, staged)
      return [{ path, state, staged: staged !== before, needsAdd, isHere: here !== 0 }]
    })
  }

  async function stage(paths: readonly Pick<Change, "path" | "isHere">[]): Promise<void> {
    const here = paths.filter(({ isHere }) => isHere).map(({ path }) => path)
    if (here.length > 0) await git.add({ ...place, filepath: here, force: true, parallel: true })
    for (const { path, isHere } of paths) if (!isHere) await git.remove({ ...place, filepath: path })
  }

  async function stageNamed(files: readonly string[]): Promise<void> {
    const all = await changes()
    for (const file of files) {
      const clean = file.replace(/^\.\/|\/+$/g, "")
      const meant = all.filter(({ path }) => isWithin(path, clean))
      const exists = meant.length > 0 || clean === "." || (await fs.exists(clean))
      if (!exists) throw new GitFailure(gitProblem("git_not_found", { what: file }))
      await stage(meant.filter(({ needsAdd }) => needsAdd))
    }
  }

  const merging = createMerging({ git, fs, place, commitAt, branch, identity, stamp, changes, stage })

  return {
    ...{ place, merging, open, isThere, branch },
    ops: {
      async init({ branch = usualBranch }) {
        if (await isThere()) return false
        await git.init({ ...place, defaultBranch: branch })
        return true
      },
      async status() {
        await open()
        return (await changes()).map(({ path, state, staged }) => ({ path, state, staged }))
      },
      async log({ since, most, path }) {
        await open()
        if ((await head()) === null) return []
        const asked = {
          ...place,
          ...(since === undefined ? {} : { since: new Date(since) }),
          ...(path === undefined ? {} : { filepath: path, force: true }),
        }
        for (let depth = most; ; depth = depth && depth * 2) {
          const told = await git.log({ ...asked, ...(depth === undefined ? {} : { depth }) })
          const commits = eachOnce(told)
          const isAll = depth === undefined || told.length < depth || commits.length >= (most ?? 0)
          if (isAll) return commits.slice(0, most).map(commitOf)
        }
      },
      async diff({ from, to, path }) {
        await open()
        const before = from === undefined ? await head() : await commitAt(from)
        const after = to === undefined ? null : await commitAt(to)
        return diffOf({ git, place, before: before?.oid ?? null, after: after?.oid ?? null, path })
      },
      async add({ files }) {
        await open()
        await stageNamed(files)
        return (await changes())
          .filter(({ staged }) => staged)
          .map(({ path, state, staged }) => ({ path, state, staged }))
      },
      async commit({ message, files, all, author }) {
        await open()
        await branch()
        const [before, other] = [await head(), await merging.other()]
        await merging.refuseUnsettled()
        if (files) await stageNamed(files)
        else if (all) await stage((await changes()).filter(({ needsAdd }) => needsAdd))
        const who = { ...(await identity(author)), ...stamp() }
        const parents = [before?.oid, other ?? undefined].filter(oid => oid !== undefined)
        const oid = await git.commit({ ...place, message, author: who, committer: who, parent: parents })
        const made = await git.readCommit({ ...place, oid })
        const empty = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        if (other === null && made.commit.tree === (before?.commit.tree ?? empty))
          throw new GitFailure(gitProblem("git_nothing_to_commit"))
        await merging.close()
        return commitOf(made)
      },
      async branch({ name, from }) {
        await open()
        const object = from === undefined ? undefined : (await commitAt(from)).oid
        await git.branch({ ...place, ref: name, ...(object === undefined ? {} : { object }) })
      },
      async checkout({ to, create = false }) {
        await open()
        await merging.refuseOpen()
        if (create) await git.branch({ ...place, ref: to })
        const isBranch = (await git.listBranches({ ...place })).includes(to)
        const remotes = (await git.listRemotes({ ...place })).map(({ remote }) => remote)
        let isRemotes = false
        for (const remote of remotes)
          isRemotes ||= (await git.listBranches({ ...place, remote })).includes(to)
        const ref = isBranch || isRemotes ? to : (await commitAt(to)).oid
        await git.checkout({ ...place, ref })
      },
      async merge({ from }) {
        await open()
        return merging.merge((await commitAt(from)).oid, `Merge '${from}' into ${await branch()}`, from)
      },
    },
  }
}

/** What a row of isomorphic-git's table says: whether it was committed, is here, and is staged. */
function stateOf(before: number, here: number, staged: number): GitChange["state"] {
  if (here === 0 || (staged === 0 && before === 1)) return "deleted"
  if (before === 1) return "changed"
  return staged === 0 ? "untracked" : "added"
}

/** Whether the path is the file or folder, or stands below it; `.` is everything. */
export function isWithin(path: string, top: string): boolean {
  return top === "." || top === "" || path === top || path.startsWith(`${top}/`)
}

/**
 * Each commit once, behind all that came of it: of those that are equally old the library tells one again for each way
 * that leads to it.
 */
function eachOnce(commits: readonly ReadCommitResult[]): ReadCommitResult[] {
  const last = new Map(commits.map(({ oid }, at) => [oid, at]))
  return commits.filter(({ oid }, at) => last.get(oid) === at)
}

function commitOf({ oid, commit }: ReadCommitResult): GitCommit {
  const { name, email, timestamp } = commit.author
  return {
    id: oid,
    message: commit.message.replace(/\n$/, ""),
    author: { name, email },
    at: timestamp * 1_000,
    parents: commit.parent,
  }
}
