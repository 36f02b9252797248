import { type ChildProcess, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { realpath, stat } from "node:fs/promises"
import { constants } from "node:os"
import { join, sep } from "node:path"
import { formatDuration } from "../../lib/durations.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { ShellPort, ShellResult } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { parseFilePath } from "../../model/workspacePath.ts"
import { unanswered, unsent } from "../sent.ts"
import { createOutput, type Output } from "./createOutput.ts"
import { shellPortProblem } from "./shellPortProblems.ts"

/*
 * The computer's own shell: the power to do anything that its user can, and so only for runs that were granted it.
 * A command sees of the environment what it is given, and PATH, HOME and LANG. It runs in a process group of its
 * own, which ends with it: nothing that it left behind goes on.
 */

/** What the shell is handed, and its limits. */
export interface NodeShellParts {
  /** The workspace's folder. */
  readonly folder: string
  /** What the command may see of the environment besides what it is given: PATH, HOME and LANG are taken from it. */
  readonly environment: { readonly [name: string]: string | undefined }
  /** The time that a command may take. */
  readonly timeout?: number
  /** The most bytes that are kept of each stream. */
  readonly largest?: number
}

const inherited = ["PATH", "HOME", "LANG"]
const usualTimeout = 600_000
const usualLargest = 1_000_000
/** How long a command has to end by itself, once it was told to. */
const grace = 60
/** How long to wait for the rest of the output, once the command has ended. */
const lastWords = 200

/** The shell port of the terminal. */
export function createNodeShell(parts: NodeShellParts): ShellPort {
  const { timeout = usualTimeout, largest = usualLargest } = parts
  const shell = existsSync("/bin/bash") ? "/bin/bash" : "/bin/sh"
  return {
    async run({ command, folder, stdin, env, hear }, signal) {
      const cwd = await folderIn(parts.folder, folder)
      if (!cwd.ok) return err(unsent(cwd.error))
      if (signal?.aborted) return err(unsent(shellPortProblem("shell_stopped")))
      const kept = inherited.map(name => [name, parts.environment[name]] as const)
      const environment = Object.fromEntries(kept.filter(([, value]) => value !== undefined))
      let child: ChildProcess
      try {
        child = spawn(shell, ["-c", command], {
          cwd: cwd.value,
          env: { ...environment, ...env },
          detached: true,
          stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
        })
      } catch (cause) {
        return err(notStarted(cause))
      }
      // A command that does not read what it is handed is no failure.
      child.stdin?.on("error", () => {}).end(stdin)
      return attend(child, { timeout, largest, signal, hear })
    },
  }
}

interface Limits {
  readonly timeout: number
  readonly largest: number
  readonly signal: AbortSignal | undefined
  readonly hear: ((text: string) => void) | undefined
}

/** Waits for the command to end, and sees to it that it does. */
function attend(
  child: ChildProcess,
  { timeout, largest, signal, hear }: Limits,
): Promise<Result<ShellResult, Problem>> {
  const [stdout, stderr] = [createOutput(largest), createOutput(largest)]
  const tell = teller(hear, largest)
  for (const [stream, output] of [[child.stdout, stdout] as const, [child.stderr, stderr] as const]) {
    const decoder = new TextDecoder()
    stream?.on("data", (piece: Uint8Array) => {
      output.add(piece)
      tell(piece, decoder)
    })
  }
  let ended: Problem | null = null
  let offGrace: ReturnType<typeof setTimeout> | undefined
  const end = (problem: Problem): void => {
    if (ended) return
    ended = problem
    killGroup(child, "SIGTERM")
    offGrace = setTimeout(() => killGroup(child, "SIGKILL"), grace)
  }
  const limit = formatDuration(timeout)
  const offLimit = setTimeout(() => end(shellPortProblem("shell_timed_out", { limit })), timeout)
  const onAbort = (): void => end(shellPortProblem("shell_stopped"))
  signal?.addEventListener("abort", onAbort)
  return new Promise(go => {
    const finish = (result: Result<ShellResult, Problem>): void => {
      clearTimeout(offLimit)
      clearTimeout(offGrace)
      signal?.removeEventListener("abort", onAbort)
      go(result)
    }
    child.on("error", cause => finish(err(notStarted(cause))))
    child.on("exit", (code, by) => {
      killGroup(child, "SIGKILL")
      const exitCode = code ?? 128 + (by === null ? 0 : constants.signals[by])
      const done = (): void => {
        clearTimeout(offWords)
        child.stdout?.destroy()
        child.stderr?.destroy()
        finish(
          ended
            ? err(unanswered({ ...ended, data: { stdout: stdout.text(), stderr: stderr.text() } }))
            : ok(resultOf(exitCode, stdout, stderr)),
        )
      }
      // Something that made itself a group of its own may hold the streams open for ever.
      const offWords = setTimeout(done, lastWords)
      child.on("close", done)
    })
  })
}

/** Tells what is written as it comes; once it is more than is kept of a stream it goes on in silence. */
function teller(hear: Limits["hear"], most: number): (piece: Uint8Array, decoder: TextDecoder) => void {
  let left = most
  return (piece, decoder) => {
    if (left <= 0) return
    hear?.(decoder.decode(piece.subarray(0, left), { stream: true }))
    left -= piece.length
  }
}

function resultOf(exitCode: number, stdout: Output, stderr: Output): ShellResult {
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
}

/** Where the command runs: the workspace's folder or one in it, links followed. */
async function folderIn(workspace: string, folder: string | undefined): Promise<Result<string, Problem>> {
  const path = folder === undefined || folder === "." ? ok("") : parseFilePath(folder)
  if (!path.ok) return path
  try {
    const root = await realpath(workspace)
    const place = await realpath(join(root, path.value))
    if (place !== root && !place.startsWith(root + sep))
      return err(fileProblem("file_path_leaves", { path: path.value }))
    return (await stat(place)).isDirectory()
      ? ok(place)
      : err(fileProblem("file_not_folder", { path: path.value }))
  } catch {
    return err(fileProblem("file_missing", { path: path.value || workspace }))
  }
}

/** Signals the command and all that it has started; what is gone already is no matter. */
function killGroup({ pid }: ChildProcess, by: "SIGTERM" | "SIGKILL"): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, by)
  } catch {
    // The group has ended by itself.
  }
}

function notStarted(cause: unknown): Problem {
  const why = cause instanceof Error ? cause.message : String(cause)
  return unsent(shellPortProblem("shell_not_started", { why }))
}
