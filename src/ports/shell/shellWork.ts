import type { BashOptions } from "just-bash/browser"
import { ok, type Result } from "../../lib/result.ts"
import type { JobContext, JobWork } from "../../model/jobs.ts"
import type { HttpRequest, HttpResponse } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { askedBase } from "../files/askedBase.ts"
import { createDraft } from "../files/draft.ts"
import type { ShellInput, ShellOutput } from "./shellJob.ts"

/** Where the workspace stands in the shell. */
const mount = "/workspace"
/** What one line of pipes may hold in memory; what is kept of the output is decided by the host. */
const largest = 64_000_000

/** Runs a command in a draft of the workspace, and gives its outputs and what changed. */
export const work: JobWork<ShellInput, ShellOutput> = async (input, context) => {
  const [{ Bash, InMemoryFs, MountableFs }, { createShellFs }, ...more] = await Promise.all([
    import("just-bash/browser"),
    import("./shellFs.ts"),
    import("./gzipCommands.ts"),
    import("./gitCommand.ts"),
    import("./toldCommands.ts"),
  ])
  const [{ gzipCommands }, { createGitCommand }, { toldCommands }] = more
  const draft = createDraft(askedBase(context), () => input.now)
  const fs = new MountableFs({
    base: new InMemoryFs(),
    mounts: [{ mountPoint: mount, filesystem: createShellFs(draft) }],
  })
  const cwd = input.folder === "" ? mount : `${mount}/${input.folder}`
  const { now, author, online } = input
  const own = [...gzipCommands, createGitCommand({ home: draft, mount, now, author, context })]
  const bash = new Bash({
    ...{ fs, cwd, env: { HOME: mount, ...input.env }, defenseInDepth: false },
    customCommands: toldCommands(own, online, context.part),
    executionLimits: {
      maxOutputSize: largest,
      maxStringLength: largest,
      // Time is limited from outside: a long loop is no mistake.
      ...{ maxLoopIterations: 1e9, maxCommandCount: 1e9, maxWorkUnits: 1e9 },
      ...{ maxAwkIterations: 1e9, maxSedIterations: 1e9, maxJqIterations: 1e9 },
    },
    ...(online ? { fetch: createFetch(context) } : {}),
  })
  const { stdout, stderr, exitCode } = await bash.exec(input.command, { stdin: input.stdin, rawScript: true })
  const changes = await draft.changes()
  if (!changes.ok) return changes
  return ok({ result: { exitCode, stdout, stderr }, changes: changes.value })
}

/** Requests of curl, asked of the host. */
function createFetch({ call }: Pick<JobContext, "call">): NonNullable<BashOptions["fetch"]> {
  return async (url, { method = "GET", headers, body, timeoutMs } = {}) => {
    const request: HttpRequest = {
      ...{ method, url, headers: Object.fromEntries(new Headers(headers)) },
      ...(body === undefined ? {} : { body }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    }
    const answer = (await call("http", request)) as Result<HttpResponse, Problem>
    if (!answer.ok) throw new Error(answer.error.message)
    const { status, headers: given, body: content, url: end } = answer.value
    return { status, statusText: "", headers: { ...given }, body: content, url: end }
  }
}
