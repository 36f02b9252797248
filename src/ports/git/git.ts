import { err, ok, type Result } from "../../lib/result.ts"
import type { JobsPort } from "../../model/jobs.ts"
import type { GitCommit, GitPort, HttpPort, HttpRequest, Watch } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath } from "../../model/workspacePath.ts"
import { applyChanges, type Sign } from "../files/applyChanges.ts"
import { answerFrom } from "../files/askedBase.ts"
import type { FileHome, HomeChange } from "../files/home.ts"
import { rootedAt } from "../files/rootedAt.ts"
import { unanswered, unsent } from "../sent.ts"
import { cloneNotePath } from "./cloneNote.ts"
import { type GitAsked, gitJob } from "./gitJob.ts"
import { allOfWorkspace, gitProblem } from "./gitProblems.ts"
import { contentsFolder, isTooLarge, mostInText, pendingChanges, pendingOf, pendingPath } from "./pending.ts"

/*
 * Git over any home, as a job: the thread reads the home through this, works in memory, and hands back what has to
 * change, which is then made in one piece. So whatever ends it on the way (a problem, a stop, a crash) has changed
 * nothing. Remotes are asked through the http port, which alone knows secrets.
 *
 *     const git = createGit({ home, jobs, http, now })
 *     await git.commit({ message: "Update the report", all: true })
 */

/** What git is made of. */
export interface GitParts {
  readonly home: FileHome
  readonly jobs: JobsPort
  /** How remotes are reached; without it there are none. */
  readonly http?: HttpPort | undefined
  readonly now: () => number
  /** Who commits where neither the step nor the repository says so. */
  readonly author?: GitCommit["author"]
  /** The key of the effect: a clone that is done again under it knows its own work, whole or half. */
  readonly key?: string | undefined
  /** Of more than so many bytes the contents are put into files of their own before they are made. */
  readonly mostInText?: number
}

/** Who commits where nobody is named at all. */
export const nobody: GitCommit["author"] = { name: "Rivulet", email: "rivulet@localhost" }
/** What changes no file. */
const looking: readonly GitAsked["op"][] = ["status", "log", "diff"]
/** What a remote may send: a whole repository. */
const largest = 1_000_000_000
const timeout = 3_600_000

/** Makes the git port. */
export function createGit(parts: GitParts): GitPort {
  const { home, jobs, http, now, author = nobody, key } = parts

  async function ask<T>(asked: GitAsked, { signal, progress }: Watch = {}): Promise<Result<T, Problem>> {
    const folder = folderOf(asked.options)
    if (!folder.ok) return err(unsent(folder.error))
    const here = rootedAt(home, folder.value)
    const finished = looking.includes(asked.op) ? ok(undefined) : await finish(here)
    if (!finished.ok) return err(unsent(inFolder(finished.error, folder.value)))
    let sent = false
    const answer = async (what: string, [first]: readonly unknown[]): Promise<unknown> => {
      if (what !== "http") return answerFrom(here, what, first)
      const request = first as HttpRequest
      if (http === undefined) return err(gitProblem("git_offline"))
      sent ||= request.url.endsWith("/git-receive-pack") && request.method === "POST"
      return http.send({ ...request, largest, timeout }, signal)
    }
    const input = { asked, now: now(), author, ...(key === undefined ? {} : { key }) }
    const options = { answer, ...(signal ? { signal } : {}), ...(progress ? { progress } : {}) }
    const worked = await jobs.run(gitJob, input, options)
    if (!worked.ok) return err(marked(inFolder(worked.error, folder.value), sent))
    const { value, changes, begun } = worked.value
    const applied = await applyChanges(here, wavesOf(changes), signOf(here, changes, begun))
    return applied.ok ? ok(value as T) : err(marked(applied.error, sent))
  }

  /** What says of changes that are made one by one whose they are: of a clone its note, of all else what is to be. */
  function signOf(
    here: FileHome,
    changes: readonly HomeChange[],
    begun: HomeChange | undefined,
  ): Sign | undefined {
    if (begun !== undefined) return { after: 0, put: async () => ok([[begun]]) }
    if (key === undefined) return undefined
    const mine = changes.filter(({ path }) => !path.startsWith(".git/objects"))
    // One change is there whole or not at all.
    if (mine.length < 2) return undefined
    const isApart = isTooLarge(mine, parts.mostInText ?? mostInText)
    return {
      ...{ after: ofContents, end: { path: pendingPath, content: null } },
      put: () => pendingChanges(here, key, mine, isApart),
      ...(isApart ? { besides: contentsFolder } : {}),
    }
  }

  /** Makes the rest of the changes, where this very effect was cut between them. */
  async function finish(here: FileHome): Promise<Result<void, Problem>> {
    const left = key === undefined ? ok(null) : await pendingOf(here, key)
    if (!left.ok) return left
    if (left.value === null) return ok(undefined)
    const finished = await applyChanges(here, wavesOf(left.value))
    return finished.ok ? here.remove(contentsFolder) : finished
  }

  return {
    init: (options, watch) => ask({ op: "init", options }, watch),
    clone: (options, watch) => ask({ op: "clone", options }, watch),
    status: (options, watch) => ask({ op: "status", options }, watch),
    log: (options, watch) => ask({ op: "log", options }, watch),
    diff: (options, watch) => ask({ op: "diff", options }, watch),
    add: (options, watch) => ask({ op: "add", options }, watch),
    commit: (options, watch) => ask({ op: "commit", options }, watch),
    branch: (options, watch) => ask({ op: "branch", options }, watch),
    checkout: (options, watch) => ask({ op: "checkout", options }, watch),
    merge: (options, watch) => ask({ op: "merge", options }, watch),
    fetch: (options, watch) => ask({ op: "fetch", options }, watch),
    push: (options, watch) => ask({ op: "push", options }, watch),
    pull: (options, watch) => ask({ op: "pull", options }, watch),
  }
}

function folderOf({ folder }: { readonly folder?: string }): Result<string, Problem> {
  return folder === undefined || folder === "." ? ok("") : parseFilePath(folder)
}

/** Until commits were sent, nothing has happened anywhere; from then on only the remote knows. */
function marked(problem: Problem, sent: boolean): Problem {
  const said = problem.code === "job_stopped" && !sent ? gitProblem("git_stopped") : problem
  if (!sent) return unsent(said)
  // A remote that refused has answered.
  return said.code === "git_push_refused" ? said : unanswered(said)
}

/** The problem, naming the folder that the thread knows nothing of. */
function inFolder(problem: Problem, folder: string): Problem {
  const code = problem.code
  if (code !== "git_no_repository" && code !== "git_repository_there") return problem
  return gitProblem(code, { folder: folder === "" ? allOfWorkspace.say : folder })
}

/**
 * What later changes refer to goes first: contents, then what finds them, then the files, then what names the commits,
 * then which of them is here; last of all what a clone says of itself.
 */
const order: readonly ((path: string) => boolean)[] = [
  path => path.startsWith(".git/objects") && !path.endsWith(".idx"),
  path => path.startsWith(".git/objects"),
  path => path !== ".git" && !path.startsWith(".git/"),
  path => ![".git/HEAD", cloneNotePath, pendingPath].includes(path) && !path.startsWith(".git/refs/"),
  path => path.startsWith(".git/refs/"),
  path => path === ".git/HEAD",
  path => path === cloneNotePath || path === pendingPath,
]
/** So many waves hold contents alone. */
const ofContents = 2

function wavesOf(changes: readonly HomeChange[]): readonly (readonly HomeChange[])[] {
  const waves = order.map((): HomeChange[] => [])
  for (const change of changes) waves[order.findIndex(isMeant => isMeant(change.path))]?.push(change)
  return waves
}
