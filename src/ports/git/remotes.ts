import { parseAddress } from "../../model/address.ts"
import type { GitRemote } from "../../model/ports.ts"
import { type CloneAsked, cloneNotePath, cloneNoteText } from "./cloneNote.ts"
import { createCloning } from "./cloning.ts"
import type { GitFs } from "./gitFs.ts"
import type { GitHttp } from "./gitHttp.ts"
import { gitProblem } from "./gitProblems.ts"
import { GitFailure } from "./problemOfGit.ts"
import { type Library, type Ops, type Repository, usualBranch } from "./repository.ts"

interface Parts {
  readonly git: Library
  readonly fs: GitFs
  readonly http: GitHttp
  readonly repository: Repository
  /** The key of the effect: under it a clone that is done again knows its own work. */
  readonly key?: string | undefined
  readonly progress: (share: number, say?: string) => void
}

/** Makes what is exchanged with other repositories. */
export function createRemotes({
  git,
  fs,
  http,
  repository,
  key,
  progress,
}: Parts): Ops<"clone" | "fetch" | "pull" | "push"> {
  const { place, merging } = repository
  const cloning = createCloning({ git, fs, place })
  const line = {
    ...place,
    http: http.client,
    onProgress: ({ phase, loaded, total }: { phase: string; loaded: number; total: number }) =>
      progress(total > 0 ? Math.min(0.99, loaded / total) : 0, phase),
  }

  /** The problem of an exchange, said with the host that refused. */
  async function exchange<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      const last = http.lastStatus()
      if (http.refusal() === null && last !== null) throw new GitFailure(problemOfStatus(last))
      throw cause
    }
  }

  async function urlOf(remote: string): Promise<string> {
    const all = await git.listRemotes({ ...place })
    const url = all.find(each => each.remote === remote)?.url
    if (url === undefined) throw new GitFailure(gitProblem("git_no_remote", { remote }))
    return addressable(url)
  }

  async function fetch({ remote = "origin", branch, secret }: GitRemote) {
    const url = await urlOf(remote)
    http.use(secret)
    const ref = branch ?? (await git.currentBranch({ ...place })) ?? undefined
    const options = { ...line, url, remote, ...(ref ? { ref, singleBranch: branch !== undefined } : {}) }
    const fetched = await exchange(() => git.fetch({ ...options, tags: false, prune: false }))
    return { commit: fetched.fetchHead, url }
  }

  /** What the remote has under the branch's name. */
  async function tipAt(url: string, branch: string): Promise<string | null> {
    const prefix = `refs/heads/${branch}`
    const refs = await git.listServerRefs({ http: http.client, url, prefix })
    return refs.find(({ ref }) => ref === prefix)?.oid ?? null
  }

  return {
    async clone({ url, branch, depth, secret }) {
      const some = { ...(branch === undefined ? {} : { branch }), ...(depth === undefined ? {} : { depth }) }
      const asked: CloneAsked | null = key === undefined ? null : { key, url, ...some }
      const commitHere = () => git.resolveRef({ ...place, ref: "HEAD" }).catch(() => null)
      const branchHere = async () => (await git.currentBranch({ ...place })) || null
      const found = await cloning.found(asked)
      if (found === "whole") return { branch: await branchHere(), commit: await commitHere() }
      if (found === null && (await repository.isThere()))
        throw new GitFailure(gitProblem("git_repository_there", { folder: "this folder" }))
      const before = found === "half" ? await cloning.clear() : []
      http.use(secret)
      const only = {
        ...(branch === undefined ? {} : { ref: branch }),
        ...(depth === undefined ? {} : { depth, singleBranch: true }),
      }
      await exchange(() => git.clone({ ...line, url: addressable(url), ...only }))
      const commit = await commitHere()
      // A remote without commits says nothing about its branch.
      const first = branch ?? usualBranch
      if (commit === null)
        await git.writeRef({
          ...place,
          ref: "HEAD",
          value: `refs/heads/${first}`,
          symbolic: true,
          force: true,
        })
      const brought = commit === null ? before : [...before.filter(oid => oid !== commit), commit]
      if (asked !== null) await fs.write(cloneNotePath, cloneNoteText({ ...asked, done: true, brought }))
      return { branch: await branchHere(), commit }
    },
    async fetch(options) {
      await repository.open()
      return { commit: (await fetch(options)).commit }
    },
    async pull(options) {
      await repository.open()
      const branch = await repository.branch()
      const { commit, url } = await fetch({ ...options, branch: options.branch ?? branch })
      if (commit === null) return { conflicts: [] }
      const name = options.branch ?? branch
      const from = `${options.remote ?? "origin"}/${name}`
      const { conflicts } = await merging.merge(commit, `Merge branch '${name}' of ${url}`, from)
      return { conflicts }
    },
    async push({ remote = "origin", branch, secret }) {
      await repository.open()
      const [url, ref] = [await urlOf(remote), branch ?? (await repository.branch())]
      const mine = await git.resolveRef({ ...place, ref }).catch(() => {
        throw new GitFailure(gitProblem("git_not_found", { what: `branch ${ref}` }))
      })
      http.use(secret)
      try {
        await exchange(() => git.push({ ...line, url, remote, ref }))
      } catch (cause) {
        if (cause instanceof git.Errors.PushRejectedError)
          throw new GitFailure(gitProblem("git_behind", { branch: ref }))
        const isUnsure = http.hasSent() && !(cause instanceof git.Errors.GitPushError)
        if (!isUnsure) throw cause
        // The answer is lost, not the push: the remote itself says whether it has the commits.
        const refusal = http.refusal()
        http.forgive()
        const tip = await tipAt(url, ref).catch(() => null)
        if (tip === mine) return
        if (refusal) throw new GitFailure(refusal)
        throw cause
      }
    },
  }
}

/** The address of a remote, if requests can be sent there. */
function addressable(url: string): string {
  if (!/^https?:\/\//i.test(url)) throw new GitFailure(gitProblem("git_bad_remote", { url }))
  const address = parseAddress(url)
  if (!address.ok) throw new GitFailure(address.error)
  return url
}

/** What a status means that is no success. */
function problemOfStatus({
  status,
  url,
  secret,
}: {
  readonly status: number
  readonly url: string
  readonly secret: string | undefined
}) {
  const { host, pathname } = new URL(url)
  const by = secret === undefined ? "no secret" : `the secret ${secret}`
  const path = pathname.replace(/\/(?:info\/refs|git-(?:upload|receive)-pack)$/, "")
  if (status === 401 || status === 403) return gitProblem("git_unauthorized", { host, secret: by })
  if (status === 404 || status === 410)
    return gitProblem("git_no_remote_repository", { host, path, secret: by })
  if (status >= 500 || status === 429 || status === 408)
    return gitProblem("git_remote_trouble", { host, status })
  return gitProblem("git_remote_refused", { host, status })
}
