import { t } from "../language/t.ts"
import { at, isMap, type JsonMap } from "../lib/json.ts"
import { aiPortProblem } from "./ai/aiPortProblems.ts"
import { httpProblem } from "./httpProblems.ts"
import { type Problem, problemsOf } from "./problems.ts"
import type { Cassette, PortCall } from "./recording.ts"

/*
 * What can go wrong with a call to the outside, as a recording would hold it: a trial puts one of these in the place
 * of what was recorded, and looks what the workflow makes of it. Each port fails in its own way: a server answers
 * 429, a command ends with 1.
 *
 *     recorded   http.send → 200 { "total": 3 }
 *     too_many   http.send → 429, come again in a second
 *     nonsense   http.send → 200 "<html>…"
 */

/** What goes wrong. */
export type Fault = "timeout" | "too_many" | "server_error" | "nonsense"

/** All that can go wrong, in the words in which tables name it. */
export const faults: { readonly [Name in Fault]: () => string } = {
  timeout: () => t`No answer in time`,
  too_many: () => t`429, too many`,
  server_error: () => t`500, broken`,
  nonsense: () => t`Nonsense`,
}

/** A call to the outside that a recording holds. */
export interface OutsideCall {
  /** The name of the task that made it: `each[3]#2/inner#1`. */
  readonly task: string
  readonly port: string
  readonly what: string
  readonly hash: string
}

type Spoiled = Pick<PortCall, "answer" | "problem">
type Spoiler = (call: PortCall) => Spoiled

const faultProblem = problemsOf({
  timed_out: { say: "{what} did not answer in time", retryable: true },
  call_failed: { say: "{what} failed: the other side has trouble of its own", retryable: true },
})

/** Whoever asked cannot know what happened at the other end. */
function unanswered(problem: Problem): Spoiled {
  return { problem: { ...problem, data: { ...problem.data, answered: false } } }
}

const page = "<!doctype html><title>Welcome</title><p>Sign in to use this network.</p>"
const babble = "◊ lorem 0x7f, ipsum ;; }{ dolor"

function answered(call: PortCall, status: number, body: string, headers: JsonMap): Spoiled {
  const url = at(call.answer, ["url"])
  return { answer: { status, url: typeof url === "string" ? url : "", headers, body: { $text: body } } }
}

function hostOf({ answer }: PortCall): string {
  const url = at(answer, ["url"])
  return (typeof url === "string" ? /^[a-z]+:\/\/([^/?#]+)/i.exec(url)?.[1] : undefined) ?? others.server.say
}

/** Who does not answer, where it has no name of its own. */
const others = {
  server: { say: "The server" },
  model: { say: "The model" },
  command: { say: "The command" },
  remote: { say: "The remote" },
  chat: { say: "The chat service" },
  mail: { say: "The mail program" },
}
const provider = others.model.say
const chat: { readonly [Name in Fault]: Spoiler } = {
  timeout: () => ({ problem: faultProblem("timed_out", { what: provider }) }),
  too_many: () => ({ problem: aiPortProblem("ai_too_many", { provider, status: 429 }) }),
  server_error: () => ({ problem: aiPortProblem("ai_server_error", { provider, status: 500 }) }),
  nonsense: ({ answer }) => {
    const before: JsonMap = isMap(answer) ? answer : { model: "", usage: noUsage }
    const { calls: _, ...rest } = before
    return { answer: { ...rest, text: babble, stop: "end" } }
  },
}
const noUsage = { inputTokens: 0, outputTokens: 0, usd: 0 }

const remote = (what: string): { readonly [Name in Fault]?: Spoiler } => ({
  timeout: () => unanswered(faultProblem("timed_out", { what })),
  server_error: () => unanswered(faultProblem("call_failed", { what })),
})

/** How each call fails; of ports that are not named, nothing lies outside. */
const spoilers: { readonly [call: string]: { readonly [Name in Fault]?: Spoiler } } = {
  "http.send": {
    timeout: call => unanswered(httpProblem("http_too_slow", { host: hostOf(call), limit: "30s" })),
    too_many: call => answered(call, 429, "Too many requests", { "retry-after": "1" }),
    server_error: call => answered(call, 500, "Internal server error", { "content-type": "text/plain" }),
    nonsense: call => answered(call, 200, page, { "content-type": "text/html" }),
  },
  "ai.chat": chat,
  "ai.embed": {
    ...chat,
    nonsense: ({ answer }) => ({ answer: { ...(isMap(answer) ? answer : {}), vectors: [] } }),
  },
  "shell.run": {
    timeout: () => unanswered(faultProblem("timed_out", { what: others.command.say })),
    server_error: () => ({ answer: { exitCode: 1, stdout: "", stderr: "It failed on purpose" } }),
    nonsense: () => ({ answer: { exitCode: 0, stdout: babble, stderr: "" } }),
  },
  "git.clone": remote(others.remote.say),
  "git.fetch": remote(others.remote.say),
  "git.pull": remote(others.remote.say),
  "git.push": remote(others.remote.say),
  "notify.webhook": remote(others.chat.say),
  "notify.draft": remote(others.mail.say),
}

/** What can go wrong with the call. */
export function faultsOf({ port, what }: Pick<OutsideCall, "port" | "what">): readonly Fault[] {
  return Object.keys(spoilers[`${port}.${what}`] ?? {}) as Fault[]
}

/** The calls to the outside that were recorded, each once, in the order of the recording. */
export function outsideCalls({ steps }: Cassette): readonly OutsideCall[] {
  const found = new Map<string, OutsideCall>()
  for (const [task, { attempts }] of Object.entries(steps)) {
    for (const { port, what, hash } of attempts.at(-1) ?? []) {
      if (faultsOf({ port, what }).length > 0)
        found.set(`${task} ${port}.${what} ${hash}`, { task, port, what, hash })
    }
  }
  return [...found.values()]
}

/** What comes in the place of the recorded call when it goes wrong so. */
export function spoil(call: PortCall, fault: Fault): PortCall {
  const spoiler = spoilers[`${call.port}.${call.what}`]?.[fault]
  if (spoiler === undefined) return call
  const { answer: _, problem: _problem, chunks: _chunks, held: _held, ...rest } = call
  return { ...rest, ...spoiler(call) }
}
