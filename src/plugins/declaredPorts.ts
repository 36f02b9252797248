import { type Glob, parseGlob } from "../lib/glob.ts"
import { type JsonMap, own } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { covers, missingGrant, parseGrant } from "../model/grants.ts"
import type { Uses } from "../model/plugins/manifest.ts"
import { pluginProblem } from "../model/plugins/pluginProblems.ts"
import { declaredGrants } from "../model/plugins/uses.ts"
import type { FilesPort, PortName, Ports } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import { parseFilePath } from "../model/workspacePath.ts"
import { grantedPorts } from "../ports/grants/grantedPorts.ts"
import { unsent } from "../ports/sent.ts"
import type { CodePortName } from "../steps/code/codeCalls.ts"

/*
 * A plugin gets what it declared and was granted, and both walls stand: the engine's ports ask for the grant, and
 * around them stand these, which let nothing through that the manifest did not name. So a workflow that may reach
 * every host does not let a plugin reach more than its own.
 */

const usable = [
  "files",
  "http",
  "ai",
  "git",
  "shell",
  "notify",
  "events",
] as const satisfies readonly CodePortName[]

/** The ports that an action or a trigger uses. */
export function portsOfUses(uses: Uses): CodePortName[] {
  return usable.filter(port => uses[port] !== undefined)
}

/** The ports that were declared, each behind what was declared of it for these parameters. */
export function declaredPorts(ports: Partial<Ports>, uses: Uses, parameters: JsonMap): Partial<Ports> {
  const names: readonly PortName[] = portsOfUses(uses)
  const named = Object.fromEntries(Object.entries(ports).filter(([name]) => names.includes(name as PortName)))
  const { files, ...others } = named as Partial<Ports>
  return {
    ...grantedPorts(others, () => declaredGrants(uses, parameters)),
    ...(files && { files: declaredFiles(files, uses.files ?? {}, parameters) }),
  }
}

/** What was not declared is no question for people: it is refused for good. What was not granted is asked for. */
export function refusedAs(problem: Problem, uses: Uses, parameters: JsonMap): Problem {
  const missing = missingGrant(problem)
  const wanted = missing === null ? undefined : parseGrant(missing.pattern)
  if (missing === null || !wanted?.ok) return problem
  const isDeclared = declaredGrants(uses, parameters).some(grant => covers(grant, wanted.value))
  if (isDeclared) return problem
  return unsent(pluginProblem("plugin_undeclared", { what: missing.say, pattern: missing.pattern }))
}

function declaredFiles(
  files: FilesPort,
  { read = [], write = [] }: NonNullable<Uses["files"]>,
  parameters: JsonMap,
): FilesPort {
  const readable = globsOf(read, parameters)
  const writable = globsOf(write, parameters)
  const refusal = (globs: readonly Glob[], what: string, path: string): Problem | undefined => {
    const parsed = parseFilePath(path)
    if (!parsed.ok) return parsed.error
    if (globs.some(glob => glob.matches(parsed.value))) return undefined
    return unsent(pluginProblem("plugin_path_undeclared", { what, path }))
  }
  const unless = async <T>(
    problems: readonly (Problem | undefined)[],
    work: () => Promise<Result<T, Problem>>,
  ): Promise<Result<T, Problem>> => {
    const problem = problems.find(one => one !== undefined)
    return problem === undefined ? work() : err(problem)
  }
  const reads = (path: string) => refusal(readable, "read", path)
  const writes = (path: string) => refusal(writable, "write", path)
  return {
    read: path => unless([reads(path)], () => files.read(path)),
    readText: path => unless([reads(path)], () => files.readText(path)),
    readStream: path => unless([reads(path)], () => files.readStream(path)),
    info: path => unless([reads(path)], () => files.info(path)),
    async list(glob) {
      const all = await files.list(glob)
      return all.ok ? ok(all.value.filter(({ path }) => reads(path) === undefined)) : all
    },
    write: (path, content) => unless([writes(path)], () => files.write(path, content)),
    writeStream: (path, bytes) => unless([writes(path)], () => files.writeStream(path, bytes)),
    append: (path, content) => unless([writes(path)], () => files.append(path, content)),
    remove: path => unless([writes(path)], () => files.remove(path)),
    makeFolder: path => unless([writes(path)], () => files.makeFolder(path)),
    move: (from, to) => unless([writes(from), writes(to)], () => files.move(from, to)),
    copy: (from, to) => unless([reads(from), writes(to)], () => files.copy(from, to)),
  }
}

/** The globs with parameters filled in, as the very paths that they are; one whose parameter is missing means nothing. */
function globsOf(patterns: readonly string[], parameters: JsonMap): Glob[] {
  return patterns.flatMap(pattern => {
    let isWhole = true
    const filled = pattern.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, field: string) => {
      const value = own(parameters, field)
      const path = typeof value === "string" ? parseFilePath(value) : undefined
      if (!path?.ok) isWhole = false
      return path?.ok ? path.value.replace(/[*?[\]{},\\]/g, "\\$&") : ""
    })
    const glob = isWhole ? parseGlob(filled) : undefined
    return glob?.ok ? [glob.value] : []
  })
}
