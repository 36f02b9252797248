import { formatDuration } from "../../lib/durations.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { JobsPort } from "../../model/jobs.ts"
import type { GitCommit, HttpPort, HttpRequest, ShellPort, ShellResult } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath } from "../../model/workspacePath.ts"
import { applyChanges } from "../files/applyChanges.ts"
import { answerFrom } from "../files/askedBase.ts"
import type { FileHome } from "../files/home.ts"
import { nobody } from "../git/git.ts"
import { unanswered, unsent } from "../sent.ts"
import { cutText } from "./cutText.ts"
import { shellJob } from "./shellJob.ts"
import { shellPortProblem } from "./shellPortProblems.ts"

/*
 * The shell that Rivulet brings along: bash-like, with about eighty of the usual small tools, over any home. It has no
 * powers but the workspace, and requests where it is handed the means. The command works on a draft; what it changed
 * is made in one piece once it has ended by itself, whatever its exit code. A command that was stopped changed nothing.
 */

/** What the built-in shell is made of. */
export interface BuiltInShellParts {
  readonly home: FileHome
  readonly jobs: JobsPort
  readonly now: () => number
  /** Requests of curl and git; without it there are none. */
  readonly http?: HttpPort | undefined
  readonly author?: GitCommit["author"]
  /** Is given the commands that this shell lacks a tool for; what they had changed by then is dropped. */
  readonly instead?: ShellPort | undefined
  /** The time that a command may take. */
  readonly timeout?: number
  /** The most letters that are kept of each output. */
  readonly largest?: number
}

const usualTimeout = 600_000
const usualLargest = 1_000_000
/** What an answer to git or curl may hold. */
const largestAnswer = 100_000_000

/** Makes the shell port over a home. */
export function createBuiltInShell(parts: BuiltInShellParts): ShellPort {
  const { home, jobs, now, http, author = nobody, instead } = parts
  const { timeout = usualTimeout, largest = usualLargest } = parts
  return {
    async run(asked, signal) {
      const { command, folder: written, stdin = "", env = {}, hear } = asked
      const folder = await folderIn(home, written)
      if (!folder.ok) return err(unsent(folder.error))
      if (signal?.aborted) return err(unsent(shellPortProblem("shell_stopped")))
      const stopper = new AbortController()
      const stop = (): void => stopper.abort()
      signal?.addEventListener("abort", stop)
      const timer = setTimeout(stop, timeout)
      let sent = false
      const answer = async (what: string, [first]: readonly unknown[]): Promise<unknown> => {
        if (what !== "http") return answerFrom(home, what, first)
        const request = first as HttpRequest
        sent ||= !["GET", "HEAD", "OPTIONS"].includes(request.method)
        return http?.send({ largest: largestAnswer, ...request }, stopper.signal)
      }
      const input = {
        command,
        folder: folder.value,
        stdin,
        env,
        now: now(),
        author,
        online: http !== undefined,
      }
      const part = (told: unknown): void => hear?.(String(told))
      const ran = await jobs.run(shellJob, input, { answer, part, signal: stopper.signal })
      clearTimeout(timer)
      signal?.removeEventListener("abort", stop)
      // Until something was sent, nothing has happened anywhere.
      const marked = (problem: Problem): Problem => (sent ? unanswered(problem) : unsent(problem))
      if (!ran.ok) return err(marked(reasonFor(ran.error, signal, timeout)))
      if (instead && lacksTool(ran.value.result)) return instead.run(asked, signal)
      const applied = await applyChanges(home, [ran.value.changes])
      if (!applied.ok) return err(marked(applied.error))
      const { exitCode, stdout, stderr } = ran.value.result
      return ok({ exitCode, stdout: cutText(stdout, largest), stderr: cutText(stderr, largest) })
    },
  }
}

/** Whether the shell came across a command that it does not know. */
function lacksTool({ stderr }: ShellResult): boolean {
  return /^(?:bash: |git: ).*(?:command not found|is not offered here)/m.test(stderr)
}

function reasonFor(problem: Problem, signal: AbortSignal | undefined, timeout: number): Problem {
  if (problem.code !== "job_stopped") return problem
  if (signal?.aborted) return shellPortProblem("shell_stopped")
  return shellPortProblem("shell_timed_out", { limit: formatDuration(timeout) })
}

/** Where the command runs, as a clean path. */
async function folderIn(home: FileHome, written: string | undefined): Promise<Result<string, Problem>> {
  if (written === undefined || written === ".") return ok("")
  const path = parseFilePath(written)
  if (!path.ok) return path
  const info = await home.info(path.value)
  if (!info.ok) return info
  if (info.value === null) return err(fileProblem("file_missing", { path: path.value }))
  return info.value.kind === "folder" ? path : err(fileProblem("file_not_folder", { path: path.value }))
}
