import { toBase64 } from "../../lib/base64.ts"
import type { Json, JsonMap } from "../../lib/json.ts"
import { ok, type Result } from "../../lib/result.ts"
import { streamOf } from "../../model/byteStream.ts"
import type {
  Answer,
  EventsPort,
  GitPort,
  HttpPort,
  HttpRequest,
  NotifyPort,
  PortName,
  Ports,
  ShellPort,
} from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { showTokens } from "../../syntax/secretTokens.ts"
import { marked, markOn } from "../recording/answerMarks.ts"
import { heldTables } from "./heldTables.ts"

/*
 * What a sandbox run would have done to the world outside is held, and not done. The step is given a simulated
 * answer and goes on: a request was taken, a command succeeded without a word. Requests that only read pass. What is
 * held is marked on the answer, so that it is recorded with it: the outbox of a run is what was held among its
 * recorded calls.
 */

/** One call that would change the world outside. */
export interface HeldCall<T = unknown> {
  readonly port: PortName
  /** What was asked of the port: `send`, `run`, `webhook`. */
  readonly what: string
  /** What it was asked with. Secrets stand in it by name. */
  readonly with: JsonMap
  /** One line for people. */
  readonly say: string
  /** The answer of a world in which nothing goes wrong. */
  readonly simulated: T
  /** Does it for real. */
  readonly perform: () => Answer<T>
}

/** Decides what becomes of a call that would change the world outside. */
export type Hold = <T>(call: HeldCall<T>) => Promise<Result<T, Problem>>

/** Holds every call. */
export const holdAll: Hold = async ({ with: asked, say, simulated }) =>
  marked(ok(simulated), { held: { with: asked, say } })

/** What marks an answer that no server gave. */
const simulatedHeader = "rivulet-simulated"
const readingMethods = ["GET", "HEAD", "OPTIONS"]

/** The ports of an attempt whose calls that would change the world outside go through `hold`. */
export function heldPorts(
  ports: Partial<Ports>,
  hold: Hold = holdAll,
  /** The changes of tables that were held before. */
  earlier: () => readonly Json[] = () => [],
): Partial<Ports> {
  return {
    ...ports,
    ...(ports.http && { http: heldHttp(ports.http, hold) }),
    ...(ports.shell && { shell: heldShell(ports.shell, hold) }),
    ...(ports.notify && { notify: heldNotify(ports.notify, hold) }),
    ...(ports.events && { events: heldEvents(ports.events, hold) }),
    ...(ports.tables && { tables: heldTables(ports.tables, hold, earlier) }),
    ...(ports.git && { git: heldGit(ports.git, hold, ports.clock?.now() ?? 0) }),
  }
}

/**
 * Ports that work on files kept apart may do as they like there; what they would exchange with a remote goes through
 * `hold`.
 */
export function heldRemotes(ports: Partial<Ports>, hold: Hold = holdAll): Partial<Ports> {
  const { git } = ports
  return git === undefined ? ports : { ...ports, git: { ...git, ...heldExchange(git, hold) } }
}

function heldHttp(http: HttpPort, hold: Hold): HttpPort {
  const send: HttpPort["send"] = async (request, signal) => {
    if (isReading(request)) return http.send(request, signal)
    const headers = { "content-type": "application/json", [simulatedHeader]: "true" }
    return hold({
      ...{ port: "http", what: "send", with: requestJson(request) },
      say: `${request.method} ${showTokens(request.url)}`,
      simulated: {
        status: 200,
        url: showTokens(request.url),
        headers,
        body: new TextEncoder().encode("{}"),
      },
      perform: () => http.send(request, signal),
    })
  }
  return {
    send,
    async open(request, signal) {
      if (isReading(request)) return http.open(request, signal)
      const held = await send(request, signal)
      if (!held.ok) return held
      return marked(ok({ ...held.value, body: streamOf(held.value.body) }), markOn(held))
    },
  }
}

function isReading({ method, reads }: HttpRequest): boolean {
  return reads === true || readingMethods.includes(method)
}

function requestJson({ url, body, headers = {}, ...rest }: HttpRequest): JsonMap {
  const shown = Object.entries(headers).map(([name, value]) => [name, showTokens(value)])
  const sent = body instanceof Uint8Array ? { base64: toBase64(body) } : body && showTokens(body)
  return {
    ...definedOnly({ ...rest, url: showTokens(url) }),
    ...(shown.length === 0 ? {} : { headers: Object.fromEntries(shown) }),
    ...(sent === undefined ? {} : { body: sent }),
  }
}

function heldShell(shell: ShellPort, hold: Hold): ShellPort {
  return {
    run: (asked, signal) => {
      const { hear: _, ...options } = asked
      return hold({
        ...{ port: "shell", what: "run", with: definedOnly(options), say: options.command },
        simulated: { exitCode: 0, stdout: "", stderr: "" },
        perform: () => shell.run(asked, signal),
      })
    },
  }
}

function heldNotify(notify: NotifyPort, hold: Hold): NotifyPort {
  const simulated = undefined
  return {
    show: options =>
      hold({
        ...{ port: "notify", what: "show", with: { ...options }, say: `Notification: ${options.title}` },
        ...{ simulated, perform: () => notify.show(options) },
      }),
    webhook: ({ signal, ...options }) =>
      hold({
        ...{ port: "notify", what: "webhook", with: options },
        say: `Message to ${options.service}: ${options.text}`,
        ...{ simulated, perform: () => notify.webhook({ ...options, ...(signal && { signal }) }) },
      }),
    draft: options =>
      hold({
        ...{ port: "notify", what: "draft", with: { ...options } },
        say: `E-mail to ${options.to.join(", ")}: ${options.subject}`,
        ...{ simulated, perform: () => notify.draft(options) },
      }),
    chat: options =>
      hold({
        ...{ port: "notify", what: "chat", with: { ...options }, say: `Chat: ${options.text}` },
        ...{ simulated, perform: () => notify.chat(options) },
      }),
  }
}

function heldEvents(events: EventsPort, hold: Hold): EventsPort {
  return {
    emit: (name, value, as) =>
      hold({
        ...{ port: "events", what: "emit", with: { name, value }, say: `Event: ${name}` },
        ...{ simulated: undefined, perform: () => events.emit(name, value, as) },
      }),
  }
}

function heldGit(git: GitPort, hold: Hold, now: number): GitPort {
  return {
    ...git,
    init: (options, watch) =>
      hold({
        ...{ port: "git", what: "init", with: definedOnly(options), say: "Make a repository" },
        ...{ simulated: true, perform: () => git.init(options, watch) },
      }),
    clone: (options, watch) =>
      hold({
        ...{ port: "git", what: "clone", with: definedOnly(options), say: `Clone ${options.url}` },
        simulated: { branch: options.branch ?? null, commit: null },
        perform: () => git.clone(options, watch),
      }),
    add: (options, watch) =>
      hold({
        ...{ port: "git", what: "add", with: definedOnly(options), say: `Stage ${options.files.join(", ")}` },
        ...{ simulated: [], perform: () => git.add(options, watch) },
      }),
    commit: (options, watch) =>
      hold({
        ...{ port: "git", what: "commit", with: definedOnly(options), say: `Commit: ${options.message}` },
        simulated: {
          ...{ id: "0".repeat(40), message: options.message, at: now, parents: [] },
          author: options.author ?? { name: "", email: "" },
        },
        perform: () => git.commit(options, watch),
      }),
    branch: (options, watch) =>
      hold({
        ...{ port: "git", what: "branch", with: definedOnly(options), say: `Branch ${options.name}` },
        ...{ simulated: undefined, perform: () => git.branch(options, watch) },
      }),
    checkout: (options, watch) =>
      hold({
        ...{ port: "git", what: "checkout", with: definedOnly(options), say: `Check out ${options.to}` },
        ...{ simulated: undefined, perform: () => git.checkout(options, watch) },
      }),
    merge: (options, watch) =>
      hold({
        ...{ port: "git", what: "merge", with: definedOnly(options), say: `Merge ${options.from}` },
        ...{ simulated: { commit: null, conflicts: [] }, perform: () => git.merge(options, watch) },
      }),
    ...heldExchange(git, hold),
  }
}

function heldExchange(git: GitPort, hold: Hold): Pick<GitPort, "push" | "pull"> {
  return {
    push: (options, watch) =>
      hold({
        ...{ port: "git", what: "push", with: definedOnly(options) },
        say: `Push to ${options.remote ?? "origin"}`,
        ...{ simulated: undefined, perform: () => git.push(options, watch) },
      }),
    pull: (options, watch) =>
      hold({
        ...{ port: "git", what: "pull", with: definedOnly(options) },
        say: `Pull from ${options.remote ?? "origin"}`,
        ...{ simulated: { conflicts: [] }, perform: () => git.pull(options, watch) },
      }),
  }
}

/** What was asked as plain data, without what was left out. */
function definedOnly(asked: object): JsonMap {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}
