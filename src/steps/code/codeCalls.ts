import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { effects } from "../../model/effects.ts"
import type { HttpPort, HttpResponse, PortName, Ports } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { Effect } from "../../model/step.ts"

/*
 * What code may call of the ports that its step declares: methods with plain data, read by schemas before a port sees
 * any of it, for code may hand over whatever it likes.
 *
 *     await http.get("https://api.example.com/list")      files.readText("notes.md")      ai.chat({ … })
 */

/** The ports that code may ask for. */
export const codePorts = ["files", "http", "ai", "git", "shell", "notify", "events"] as const
/** A port that code may ask for. */
export type CodePortName = (typeof codePorts)[number]

interface Method {
  /** How safe a call is to repeat. */
  readonly effect: Effect
  call(ports: Ports, given: readonly Json[], signal: AbortSignal): Promise<Result<Json, Problem | string>>
}

const text = z.string().max(4_000_000)
const path = z.string().min(1).max(4_096)
const headers = z.record(
  z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, "a header's name has a character that it must not have"),
  z.string().regex(/^[^\r\n\0]*$/, "a header has a line break in it"),
)
const requestOptions = {
  headers: headers.optional(),
  secret: z.string().optional(),
  timeout: z.number().positive().optional(),
}

/** Declares a method: how safe it is to repeat, what it is given, as a tuple, and what it does. */
function method<const Given extends z.ZodType<readonly unknown[]>>(
  effect: Effect,
  given: Given,
  call: (ports: Ports, given: z.output<Given>, signal: AbortSignal) => Promise<Result<unknown, Problem>>,
): Method {
  return {
    effect,
    async call(ports, values, signal) {
      const read = given.safeParse(values)
      if (!read.success) {
        const [issue] = read.error.issues
        const [at, ...rest] = issue?.path ?? []
        const where =
          at === undefined ? "" : `argument ${Number(at) + 1}${rest.map(key => `.${String(key)}`).join("")}: `
        return err(`${where}${issue?.message ?? "that does not fit"}.`)
      }
      const answer = await call(ports, read.data, signal)
      return answer.ok ? ok((answer.value ?? null) as Json) : answer
    },
  }
}

const methods: { readonly [Port in CodePortName]: { readonly [name: string]: Method } } = {
  files: {
    readText: method("read", z.tuple([path]), ({ files }, [at]) => files.readText(at)),
    write: method("write", z.tuple([path, text]), ({ files }, [at, content]) => files.write(at, content)),
    append: method("once", z.tuple([path, text]), ({ files }, [at, content]) => files.append(at, content)),
    move: method("once", z.tuple([path, path]), ({ files }, [from, to]) => files.move(from, to)),
    copy: method("write", z.tuple([path, path]), ({ files }, [from, to]) => files.copy(from, to)),
    remove: method("write", z.tuple([path]), ({ files }, [at]) => files.remove(at)),
    makeFolder: method("write", z.tuple([path]), ({ files }, [at]) => files.makeFolder(at)),
    list: method("read", z.tuple([path]), ({ files }, [glob]) => files.list(glob)),
    info: method("read", z.tuple([path]), ({ files }, [at]) => files.info(at)),
  },
  http: {
    get: method(
      "read",
      z.union([z.tuple([path]), z.tuple([path, z.strictObject(requestOptions)])]),
      ({ http }, [url, options], signal) => send(http, { method: "GET", url, ...options }, signal),
    ),
    send: method(
      "once",
      z.tuple([
        z.strictObject({
          ...{ ...requestOptions, url: path, body: text.optional() },
          method: z
            .string()
            .regex(/^[A-Za-z]{1,20}$/)
            .transform(name => name.toUpperCase())
            .default("GET"),
        }),
      ]),
      ({ http }, [request], signal) => send(http, request, signal),
    ),
  },
  ai: {
    chat: method(
      "read",
      z.tuple([
        z.strictObject({
          provider: z.string(),
          model: z.string().optional(),
          messages: z
            .array(z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: text }))
            .min(1),
          maxTokens: z.int().positive().optional(),
          temperature: z.number().optional(),
        }),
      ]),
      ({ ai }, [request]) => ai.chat(definedOnly(request)),
    ),
  },
  git: {
    status: method("read", z.tuple([]), ({ git }) => git.status({})),
    log: method(
      "read",
      z.tuple([z.strictObject({ most: z.int().positive().optional(), path: path.optional() })]),
      ({ git }, [options]) => git.log(definedOnly(options)),
    ),
    diff: method(
      "read",
      z.tuple([
        z.strictObject({ from: z.string().optional(), to: z.string().optional(), path: path.optional() }),
      ]),
      ({ git }, [options]) => git.diff(definedOnly(options)),
    ),
    commit: method(
      "once",
      z.tuple([
        z.strictObject({ message: text, files: z.array(path).optional(), all: z.boolean().optional() }),
      ]),
      ({ git }, [options]) => git.commit(definedOnly(options)),
    ),
  },
  shell: {
    run: method(
      "once",
      z.tuple([z.strictObject({ command: text, folder: path.optional(), stdin: text.optional() })]),
      ({ shell }, [options], signal) => shell.run(definedOnly(options), signal),
    ),
  },
  notify: {
    show: method("once", z.tuple([z.strictObject({ title: text, text })]), ({ notify }, [message]) =>
      notify.show(message),
    ),
  },
  events: {
    emit: method("once", z.tuple([z.string().min(1), z.json()]), ({ events }, [name, value]) =>
      events.emit(name, value as Json),
    ),
  },
}

type Sent = Parameters<HttpPort["send"]>[0]

async function send(
  http: HttpPort,
  request: { [Key in keyof Sent]: Sent[Key] | undefined },
  signal: AbortSignal,
) {
  const answer = await http.send(definedOnly(request) as Sent, signal)
  return answer.ok ? ok(plainResponse(answer.value)) : answer
}

function plainResponse({ status, url, headers: sent, body }: HttpResponse): Json {
  return { status, url, headers: { ...sent }, body: new TextDecoder().decode(body) }
}

/** Without the keys that are there and say nothing. */
function definedOnly<T extends object>(options: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> }
}

/** The methods of these ports by name, as the code sees them: those that are as safe to repeat as the effect says. */
export function methodsOf(
  names: readonly CodePortName[],
  effect: Effect = "once",
): { readonly [port: string]: readonly string[] } {
  const safe = (name: CodePortName) =>
    Object.keys(methods[name]).filter(each => isAsSafe(methods[name][each], effect))
  return Object.fromEntries(names.map(name => [name, safe(name)]))
}

/** What those who run code may know of its calls. */
export interface CodeCallOptions {
  /** No call is made that is less safe to repeat. */
  readonly effect?: Effect
  /** Hears that a call was done. */
  readonly done?: () => void
  /** Hears why one was not, and says what the code is told. */
  readonly refused?: (problem: Problem) => Problem
}

/** Answers the calls of code that may use these ports, and no others. */
export function createCodeCalls(
  ports: Partial<Ports>,
  names: readonly CodePortName[],
  signal: AbortSignal,
  { effect = "once", done, refused = problem => problem }: CodeCallOptions = {},
): (port: string, method: string, given: readonly Json[]) => Promise<Result<Json, string>> {
  return async (port, name, given) => {
    const known = names.find(each => each === port)
    const method =
      known === undefined || !Object.hasOwn(methods[known], name) ? undefined : methods[known][name]
    if (known === undefined || method === undefined || !isAsSafe(method, effect))
      return err(`${port}.${name} is not there.`)
    if (ports[known satisfies PortName] === undefined) return err(`${port} is not offered in this place.`)
    const answer = await method.call(ports as Ports, given, signal)
    if (answer.ok) done?.()
    if (answer.ok) return answer
    return err(
      typeof answer.error === "string" ? `${port}.${name}: ${answer.error}` : refused(answer.error).message,
    )
  }
}

function isAsSafe(method: Method | undefined, effect: Effect): boolean {
  return method !== undefined && effects.indexOf(method.effect) <= effects.indexOf(effect)
}
