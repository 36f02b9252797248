import { toBase64 } from "../../lib/base64.ts"
import type { JsonMap } from "../../lib/json.ts"
import { ok } from "../../lib/result.ts"
import type {
  EventsPort,
  GitPort,
  HttpPort,
  HttpRequest,
  NotifyPort,
  PortName,
  Ports,
  ShellPort,
} from "../../model/ports.ts"

/*
 * What a sandbox run would have done to the world outside is recorded in its outbox, and not done. The step is given
 * a simulated answer and goes on: a request was taken, a command succeeded without a word. Requests that only read
 * pass.
 */

/** One thing that a sandbox run would have done. */
export interface OutboxEntry {
  /** The effect's key, and the how-maniest of its calls this is: the same for every repeat. */
  readonly id: string
  readonly step: string
  readonly port: PortName
  /** What was asked of the port: `send`, `run`, `webhook`. */
  readonly what: string
  /** What it was asked with. Secrets stand in it by name. */
  readonly with: JsonMap
  /** One line for people. */
  readonly say: string
}

/** What a sandbox run would have done, in the order in which it would have. */
export interface Outbox {
  entries(): readonly OutboxEntry[]
  /** Adds an entry; one with the same id takes the place of the earlier. */
  add(entry: OutboxEntry): void
}

/** Makes an empty outbox. */
export function createOutbox(): Outbox {
  const entries = new Map<string, OutboxEntry>()
  return {
    entries: () => [...entries.values()],
    add: entry => void entries.set(entry.id, entry),
  }
}

/** The attempt that the ports serve, as far as its outbox entries name it. */
export interface HeldPlace {
  readonly step: string
  readonly key: string
}

/** Records what a port is asked to do. */
type Hold = (port: PortName, what: string, asked: JsonMap, say: string) => void

/** What marks an answer that no server gave. */
const simulatedHeader = "rivulet-simulated"
const readingMethods = ["GET", "HEAD", "OPTIONS"]

/** The ports of an attempt in a sandbox run: what would change the world outside goes to the outbox. */
export function heldPorts(ports: Partial<Ports>, outbox: Outbox, place: HeldPlace): Partial<Ports> {
  let count = 0
  const hold: Hold = (port, what, asked, say) =>
    outbox.add({ id: `${place.key}:${count++}`, step: place.step, port, what, with: asked, say })
  return {
    ...ports,
    ...(ports.http && { http: heldHttp(ports.http, hold) }),
    ...(ports.shell && { shell: heldShell(hold) }),
    ...(ports.notify && { notify: heldNotify(hold) }),
    ...(ports.events && { events: heldEvents(hold) }),
    ...(ports.git && { git: heldGit(ports.git, hold, ports.clock?.now() ?? 0) }),
  }
}

function heldHttp(http: HttpPort, hold: Hold): HttpPort {
  return {
    async send(request, signal) {
      if (readingMethods.includes(request.method)) return http.send(request, signal)
      hold("http", "send", requestJson(request), `${request.method} ${request.url}`)
      const headers = { "content-type": "application/json", [simulatedHeader]: "true" }
      return ok({ status: 200, url: request.url, headers, body: new TextEncoder().encode("{}") })
    },
  }
}

function requestJson({ body, headers, ...rest }: HttpRequest): JsonMap {
  const sent = body instanceof Uint8Array ? { base64: toBase64(body) } : body
  return {
    ...definedOnly(rest),
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(sent === undefined ? {} : { body: sent }),
  }
}

function heldShell(hold: Hold): ShellPort {
  return {
    async run(options) {
      hold("shell", "run", definedOnly(options), options.command)
      return ok({ exitCode: 0, stdout: "", stderr: "" })
    },
  }
}

function heldNotify(hold: Hold): NotifyPort {
  return {
    async show(options) {
      hold("notify", "show", { ...options }, `Notification: ${options.title}`)
      return ok(undefined)
    },
    async webhook(options) {
      hold("notify", "webhook", { ...options }, `Message to ${options.service}: ${options.text}`)
      return ok(undefined)
    },
    async draft(options) {
      hold("notify", "draft", { ...options }, `E-mail to ${options.to.join(", ")}: ${options.subject}`)
      return ok(undefined)
    },
    async chat(options) {
      hold("notify", "chat", { ...options }, `Chat: ${options.text}`)
      return ok(undefined)
    },
  }
}

function heldEvents(hold: Hold): EventsPort {
  return {
    async emit(name, value) {
      hold("events", "emit", { name, value }, `Event: ${name}`)
      return ok(undefined)
    },
  }
}

function heldGit(git: GitPort, hold: Hold, now: number): GitPort {
  return {
    status: (options, watch) => git.status(options, watch),
    log: (options, watch) => git.log(options, watch),
    diff: (options, watch) => git.diff(options, watch),
    fetch: (options, watch) => git.fetch(options, watch),
    async init(options) {
      hold("git", "init", definedOnly(options), "Make a repository")
      return ok(true)
    },
    async clone(options) {
      hold("git", "clone", definedOnly(options), `Clone ${options.url}`)
      return ok({ branch: options.branch ?? null, commit: null })
    },
    async add(options) {
      hold("git", "add", definedOnly(options), `Stage ${options.files.join(", ")}`)
      return ok([])
    },
    async commit(options) {
      hold("git", "commit", definedOnly(options), `Commit: ${options.message}`)
      const author = options.author ?? { name: "", email: "" }
      return ok({ id: "0".repeat(40), message: options.message, author, at: now, parents: [] })
    },
    async branch(options) {
      hold("git", "branch", definedOnly(options), `Branch ${options.name}`)
      return ok(undefined)
    },
    async checkout(options) {
      hold("git", "checkout", definedOnly(options), `Check out ${options.to}`)
      return ok(undefined)
    },
    async merge(options) {
      hold("git", "merge", definedOnly(options), `Merge ${options.from}`)
      return ok({ commit: null, conflicts: [] })
    },
    async push(options) {
      hold("git", "push", definedOnly(options), `Push to ${options.remote ?? "origin"}`)
      return ok(undefined)
    },
    async pull(options) {
      hold("git", "pull", definedOnly(options), `Pull from ${options.remote ?? "origin"}`)
      return ok({ conflicts: [] })
    },
  }
}

/** What was asked as plain data, without what was left out. */
function definedOnly(asked: object): JsonMap {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined))
}
