import type { WalkerMap } from "isomorphic-git"
import { type CloneAsked, type CloneNote, cloneNotePath, isSameClone, parseCloneNote } from "./cloneNote.ts"
import type { GitFs } from "./gitFs.ts"
import type { Library, Place } from "./repository.ts"

interface Parts {
  readonly git: Library
  readonly fs: GitFs
  readonly place: Place
}

/** What clones left that were done before. */
export interface Cloning {
  /**
   * `whole` where this very clone has been done and what it brought stands as it brought it, `half` where one was cut
   * and nobody has committed since; null where nothing is of a clone's.
   */
  found(asked: CloneAsked | null): Promise<"whole" | "half" | null>
  /**
   * Takes away what is half there, and tells whose commits' files may stand here. Git's objects stay, being the same
   * in every clone, and so do files that somebody has changed.
   */
  clear(): Promise<readonly string[]>
}

interface Brought {
  readonly path: string
  readonly isHere: boolean
}

/** Makes what knows the clones that were done before. */
export function createCloning({ git, fs, place }: Parts): Cloning {
  const note = async (): Promise<CloneNote | null> => parseCloneNote(await fs.text(cloneNotePath))
  const commitOf = (ref: string) => git.resolveRef({ ...place, ref }).catch(() => null)

  /** The files of a commit, and which stand here as they are in it; null where not all of the commit is here. */
  async function filesOf(oid: string): Promise<readonly Brought[] | null> {
    const files: Brought[] = []
    const map: WalkerMap = async (path, [entry]) => {
      if ((await entry?.type()) !== "blob") return
      const object: Uint8Array | null = await fs.promises.readFile(`${place.dir}/${path}`).catch(() => null)
      const here = object === null ? null : await git.hashBlob({ object })
      files.push({ path, isHere: here !== null && here.oid === (await entry?.oid()) })
    }
    return git.walk({ ...place, trees: [git.TREE({ ref: oid })], map }).then(
      () => files,
      () => null,
    )
  }

  async function isWhole({ brought }: CloneNote, commit: string | null): Promise<boolean> {
    // Of a remote without commits there is nothing but the name of its branch.
    if (commit === null || commit !== brought.at(-1)) return commit === null && brought.length === 0
    const branch = await git.currentBranch({ ...place })
    const theirs = branch ? await commitOf(`refs/remotes/origin/${branch}`) : commit
    const files = theirs === commit ? await filesOf(commit) : null
    return files?.every(({ isHere }) => isHere) ?? false
  }

  return {
    async found(asked) {
      const left = await note()
      if (left === null) return null
      const isMine = asked !== null && isSameClone(left, asked)
      const commit = await commitOf("HEAD")
      if (isMine && left.done && (await isWhole(left, commit))) return "whole"
      const isAsLeft = commit === null || left.brought.includes(commit)
      return isAsLeft && (isMine || !left.done) ? "half" : null
    },
    async clear() {
      const { brought = [] } = (await note()) ?? {}
      for (const oid of brought) {
        // Objects are written first: while some are missing, no file of theirs stands here.
        for (const { path, isHere } of (await filesOf(oid)) ?? []) if (isHere) await fs.remove(path)
      }
      const names: readonly string[] = await fs.promises.readdir(`${place.dir}/.git`)
      for (const name of names) {
        const path = `.git/${name}`
        if (name !== "objects" && path !== cloneNotePath) await fs.remove(path)
      }
      return brought
    },
  }
}
