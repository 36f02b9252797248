import type { ReadCommitResult } from "isomorphic-git"
import type { GitCommit } from "../../model/ports.ts"
import type { GitFs } from "./gitFs.ts"
import { gitProblem } from "./gitProblems.ts"
import { GitFailure, namesOf } from "./problemOfGit.ts"
import type { Change, Library, Place } from "./repository.ts"

/*
 * Merges, and what is left of one that met conflicts: as git itself has it, MERGE_HEAD names the commit that was
 * merged, MERGE_MSG says what the commit will say, and below it which files were in conflict. The next commit closes
 * it and has both parents.
 */

/** Merging, and what is known of a merge that is not finished. */
export interface Merging {
  /**
   * Merges the commit into the branch; `from` is what people call it, and what stands at conflicts if it is a ref. Of
   * a merge with that very commit that is unfinished it gives the conflicts again, as to a step that a crash cut.
   */
  merge(
    commit: string,
    message: string,
    from: string,
  ): Promise<{ readonly commit: string | null; readonly conflicts: readonly string[] }>
  /** The commit that is being merged. */
  other(): Promise<string | null>
  /** Fails while a merge is unfinished. */
  refuseOpen(): Promise<void>
  /** Fails while a file that was in conflict holds both sides still. */
  refuseUnsettled(): Promise<void>
  close(): Promise<void>
}

interface Parts {
  readonly git: Library
  readonly fs: GitFs
  readonly place: Place
  readonly commitAt: (name: string) => Promise<ReadCommitResult>
  readonly branch: () => Promise<string>
  readonly identity: () => Promise<GitCommit["author"]>
  readonly stamp: () => { readonly timestamp: number; readonly timezoneOffset: number }
  readonly changes: () => Promise<readonly Change[]>
  readonly stage: (paths: readonly Pick<Change, "path" | "isHere">[]) => Promise<void>
}

const headFile = ".git/MERGE_HEAD"
const messageFile = ".git/MERGE_MSG"

/** Makes merging for a repository. */
export function createMerging({ git, fs, place, ...parts }: Parts): Merging {
  /** The files that were in conflict. */
  async function conflicts(): Promise<string[]> {
    const text = (await fs.text(messageFile)) ?? ""
    return [...text.matchAll(/^#\t(.+)$/gm)].map(([, path]) => path ?? "")
  }

  async function other(): Promise<string | null> {
    return (await fs.text(headFile))?.trim() || null
  }

  async function refuseDirty(): Promise<void> {
    const paths = (await parts.changes()).filter(({ state }) => state !== "untracked").map(({ path }) => path)
    if (paths.length === 0) return
    throw new GitFailure({ ...gitProblem("git_would_lose", { files: namesOf(paths) }), data: { paths } })
  }

  /** What the other side changed and ours did not: git's own merge leaves it out where it meets a conflict. */
  async function takeTheirs(ours: string, theirs: string): Promise<void> {
    const [base] = (await git.findMergeBase({ ...place, oids: [ours, theirs] })) as string[]
    if (base === undefined) return
    const taken: { path: string; isHere: boolean }[] = []
    await git.walk({
      ...place,
      trees: [git.TREE({ ref: base }), git.TREE({ ref: ours }), git.TREE({ ref: theirs })],
      map: async (path, entries) => {
        const [before, here, there] = await Promise.all(
          entries.map(async entry => ((await entry?.type()) === "blob" ? entry?.oid() : undefined)),
        )
        const isFile = before !== undefined || here !== undefined || there !== undefined
        if (isFile && before === here && there !== before) taken.push({ path, isHere: there !== undefined })
      },
    })
    for (const { path, isHere } of taken) if (!isHere) await fs.remove(path)
    await parts.stage(taken)
  }

  async function refuseOpen(): Promise<void> {
    if ((await other()) === null) return
    throw new GitFailure(gitProblem("git_merge_open", { files: namesOf(await conflicts()) || "no file" }))
  }

  return {
    ...{ other, refuseOpen },
    async refuseUnsettled() {
      const unsettled: string[] = []
      for (const path of await conflicts()) {
        const text = (await fs.text(path)) ?? ""
        if (/^<{7} /m.test(text) && /^>{7} /m.test(text)) unsettled.push(path)
      }
      if (unsettled.length === 0) return
      const problem = gitProblem("git_unmerged", { files: namesOf(unsettled) })
      throw new GitFailure({ ...problem, data: { paths: unsettled } })
    },
    async close() {
      for (const path of [headFile, messageFile]) await fs.remove(path)
    },
    async merge(theirs, message, from) {
      if ((await other()) === theirs) return { commit: null, conflicts: await conflicts() }
      await refuseOpen()
      await refuseDirty()
      const ours = await parts.branch()
      const before = await git.resolveRef({ ...place, ref: ours }).catch(() => null)
      if (before === null) {
        // Nothing was committed yet: the branch begins where the other is.
        await git.writeRef({ ...place, ref: `refs/heads/${ours}`, value: theirs })
        await git.checkout({ ...place, ref: ours })
        return { commit: theirs, conflicts: [] }
      }
      const who = { ...(await parts.identity()), ...parts.stamp() }
      try {
        const named = await git.resolveRef({ ...place, ref: from }).catch(() => null)
        const side = named === theirs ? from : theirs
        const options = { ours, theirs: side, message, author: who, committer: who, abortOnConflict: false }
        const merged = await git.merge({ ...place, ...options })
        if (!merged.alreadyMerged) await git.checkout({ ...place, ref: ours })
        return { commit: merged.oid ?? before, conflicts: [] }
      } catch (cause) {
        if (cause instanceof git.Errors.MergeNotSupportedError)
          throw new GitFailure(gitProblem("git_cannot_merge", { from }))
        if (!(cause instanceof git.Errors.MergeConflictError)) throw cause
        const paths = [...cause.data.filepaths].sort()
        await takeTheirs(before, theirs)
        await fs.write(headFile, `${theirs}\n`)
        const list = paths.map(path => `#\t${path}\n`).join("")
        await fs.write(messageFile, `${message}\n\n# Conflicts:\n${list}`)
        return { commit: null, conflicts: paths }
      }
    },
  }
}
