import { t } from "../language/t.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { type Address, isLocalHost } from "./address.ts"
import { coversAddress, type HostPattern, parseHostPattern } from "./hostPattern.ts"
import { powerProblem } from "./powerProblems.ts"
import type { Problem } from "./problems.ts"
import type { PowerName } from "./step.ts"

/*
 * A grant is a person's yes to a power, and is written as a short text, the same wherever it is shown, stored or
 * given to the command line:
 *
 *     http:https://api.example.com   http:*.example.com   http:*   http:local
 *     shell   files:read   files:write   ai:claude   secret:shop_key   git:origin   notify:slack
 *
 * A power without a name after it, or with `*`, means all of its kind: `ai`, `secret:*`. For hosts `*` leaves out
 * what is local, which is granted by its name or by `http:local`. A power that a step uses is written in the very
 * same form, so that one question answers everything: does this grant cover that power?
 */

/** What is granted, or would have to be. */
export interface Grant {
  readonly power: PowerName
  /** What it is for; `*` is everything of its kind. */
  readonly what: string
  /** The grant in its one form. */
  readonly text: string
  /** Which hosts are meant, where the power is over hosts. */
  readonly hosts?: HostPattern
}

/** One grant holds wherever the workflow runs, and so its words say what it means in both places. */
const anyCommand = () =>
  t`run any command: in a browser on files of the workspace, in a terminal on the whole computer`

/** What people read about a power: words that complete "It may …". */
const sentences: {
  readonly [power in PowerName]: { readonly any: () => string; readonly one: (what: string) => string }
} = {
  http: {
    any: () => t`send requests to hosts that are chosen at run time`,
    one: what => t`send requests to ${what}`,
  },
  shell: { any: anyCommand, one: anyCommand },
  files: {
    any: () => t`read and write files of the workspace`,
    one: what => (what === "read" ? t`read files of the workspace` : t`write files of the workspace`),
  },
  ai: {
    any: () => t`ask AI providers that are chosen at run time`,
    one: what => t`ask the AI provider ${what}`,
  },
  secret: { any: () => t`use secrets that are chosen at run time`, one: what => t`use the secret ${what}` },
  git: {
    any: () => t`exchange commits with remotes that are chosen at run time`,
    one: what => t`exchange commits with ${what}`,
  },
  folder: {
    any: () => t`use the folder that its files are in, which the browser has closed since`,
    one: what => t`use the folder “${what}” again, which the browser has closed since`,
  },
  notify: {
    any: () => t`post messages to services that are chosen at run time`,
    one: what => t`post messages to ${what}`,
  },
}

/** Powers for which naming what they are for makes no sense. */
const undivided: readonly PowerName[] = ["shell", "folder"]

/** The grants that together allow everything. */
export const everyGrant: readonly Grant[] = [
  ...(Object.keys(sentences) as PowerName[]).map(power => grantOf(power)),
  grantOf("http", "local"),
]

/** Reads a grant as it is written. */
export function parseGrant(written: string): Result<Grant, Problem> {
  const text = written.trim()
  const malformed = (why: string) => err(powerProblem("grant_malformed", { text, why }))
  const colon = text.indexOf(":")
  const name = colon < 0 ? text : text.slice(0, colon)
  const what = colon < 0 ? "*" : text.slice(colon + 1).trim()
  if (!isPowerName(name)) return malformed(t`it begins with none of ${Object.keys(sentences).join(", ")}`)
  if (what === "") return malformed(t`nothing stands after the colon`)
  if (undivided.includes(name) && what !== "*") return malformed(t`${name} stands alone`)
  if (name === "files" && !["read", "write", "*"].includes(what))
    return malformed(t`files are granted to read or to write`)
  if (!/^[^\s\p{Cc}]{1,300}$/u.test(what)) return malformed(t`it is too long, or holds a blank`)
  if (name !== "http") return ok(grantOf(name, what))
  const hosts = parseHostPattern(what)
  return hosts.ok ? ok(hostGrant(hosts.value)) : malformed(hosts.error)
}

/** The grant of a power for one thing, or for all of its kind. Hosts are given as patterns that can be read. */
export function grantOf(power: PowerName, what = "*"): Grant {
  const hosts = power === "http" ? parseHostPattern(what) : undefined
  if (hosts?.ok) return hostGrant(hosts.value)
  return { power, what, text: what === "*" ? power : `${power}:${what}` }
}

/** The grant of one host. */
export function grantOfAddress(address: Address): Grant {
  return grantOf("http", address.origin)
}

function hostGrant(hosts: HostPattern): Grant {
  return { power: "http", what: hosts.text, text: `http:${hosts.text}`, hosts }
}

/** Whether the grant allows all that the other one would. */
export function covers(grant: Grant, wanted: Grant): boolean {
  if (grant.power !== wanted.power) return false
  if (grant.hosts && wanted.hosts) return coversHosts(grant.hosts, wanted.hosts)
  return grant.what === "*" || grant.what === wanted.what
}

function coversHosts(grant: HostPattern, wanted: HostPattern): boolean {
  const { type, scheme, host, port } = wanted
  if (scheme === undefined || host === undefined || port === undefined) return grant.type === type
  const isLocal = isLocalHost(host)
  if (type === "one") return coversAddress(grant, { scheme, host, port, isLocal })
  if (grant.type === "any" || grant.type === "local") return isLocal === (grant.type === "local")
  if (grant.type !== "below" || grant.scheme !== scheme || grant.port !== port) return false
  return host === grant.host || host.endsWith(`.${grant.host}`)
}

/** What the grant allows, in words that complete "It may …". */
export function sayGrant({ power, what }: Grant): string {
  if (power === "http" && what === "local") return t`send requests to this computer and the network around it`
  const { any, one } = sentences[power]
  return what === "*" ? any() : one(what)
}

/** The problem that the grant is missing; it names the pattern that would have to be granted. */
export function grantMissing(wanted: Grant): Problem {
  const problem = powerProblem("grant_missing", { what: sayGrant(wanted), pattern: wanted.text })
  return { ...problem, data: { pattern: wanted.text, say: sayGrant(wanted) } }
}

/** The problem that the browser has closed a folder which was picked: a run waits until a person opens it again. */
export function folderLapsed(name: string): Problem {
  const say = sayGrant({ power: "folder", what: name, text: "folder" })
  return { ...powerProblem("folder_lapsed", { name }), data: { pattern: "folder", say } }
}

/** What would have to be granted, where that is the problem. */
export function missingGrant({
  code,
  data,
}: Problem): { readonly pattern: string; readonly say: string } | null {
  const { pattern, say } = data ?? {}
  if ((code !== "grant_missing" && code !== "folder_lapsed") || typeof pattern !== "string") return null
  return { pattern, say: typeof say === "string" ? say : pattern }
}

function isPowerName(text: string): text is PowerName {
  return Object.hasOwn(sentences, text)
}
