import { toBase64 } from "../../../lib/base64.ts"
import { err, ok, type Result } from "../../../lib/result.ts"
import { type Address, parseAddress } from "../../../model/address.ts"
import { httpProblem } from "../../../model/httpProblems.ts"
import type { Problem } from "../../../model/problems.ts"
import { createRedactor, type Redactor } from "../../secrets/createRedactor.ts"
import { redactText } from "../../secrets/redact.ts"
import { type SecretSource, type SecretValue, secretFor } from "../../secrets/secretSource.ts"
import { fillSecrets, secretsIn } from "../../secrets/sentText.ts"
import { unanswered, unsent } from "../../sent.ts"
import { cleanHeaders, withSecret } from "../requestHeaders.ts"
import type { FrameHead, FrameRequest, FromFrame, ToFrame } from "./frameMessages.ts"

/*
 * What the run frame's worker does: it asks the network, and unwraps the secrets of a request just before that. Which
 * hosts it can reach is not decided here: the browser refuses all others, whatever is asked.
 */

/** A line to whoever asks. */
export interface FramePort {
  postMessage(message: FromFrame, transfer?: Transferable[]): void
}

/** What the worker is handed. */
export interface FrameServerParts {
  readonly fetch: typeof fetch
  readonly secrets: SecretSource
  /** What made the request fail that fetch gave up on. */
  readonly explain: (request: Request, signal: AbortSignal) => Promise<Problem>
}

/** Hears what is asked. */
export interface FrameServer {
  take(message: ToFrame): void
}

interface UnderWay {
  readonly stop: AbortController
  reader?: ReadableStreamDefaultReader<Uint8Array>
  redactor: Redactor | null
}

/** Serves one line. */
export function createFrameServer(port: FramePort, parts: FrameServerParts): FrameServer {
  const underWay = new Map<number, UnderWay>()

  async function send(id: number, request: FrameRequest): Promise<void> {
    const one: UnderWay = { stop: new AbortController(), redactor: null }
    underWay.set(id, one)
    const begun = await begin(request, parts, one.stop.signal)
    if (one.stop.signal.aborted) return
    if (!begun.ok) {
      underWay.delete(id)
      port.postMessage({ type: "failed", id, problem: begun.error })
      return
    }
    const { response, values } = begun.value
    const head = headOf(response, values)
    if (response.body === null) underWay.delete(id)
    else {
      one.reader = response.body.getReader()
      if (values.length > 0) one.redactor = createRedactor(values)
    }
    port.postMessage({ type: "head", id, head })
  }

  async function more(id: number): Promise<void> {
    const one = underWay.get(id)
    if (one?.reader === undefined) return
    try {
      for (;;) {
        const read = await one.reader.read()
        if (one.stop.signal.aborted) return
        const bytes = read.done ? one.redactor?.end() : (one.redactor?.push(read.value) ?? read.value)
        if (bytes !== undefined && bytes.length > 0) {
          // What shares its memory with other bytes cannot be given away.
          const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
          port.postMessage({ type: "piece", id, bytes: own }, [own.buffer as ArrayBuffer])
        }
        if (read.done) {
          underWay.delete(id)
          port.postMessage({ type: "end", id })
          return
        }
        if (bytes !== undefined && bytes.length > 0) return
      }
    } catch {
      underWay.delete(id)
      if (!one.stop.signal.aborted) port.postMessage({ type: "cut", id })
    }
  }

  return {
    take(message) {
      if (message.type === "send") void send(message.id, message.request)
      else if (message.type === "more") void more(message.id)
      else {
        underWay.get(message.id)?.stop.abort()
        underWay.delete(message.id)
      }
    },
  }
}

interface Begun {
  readonly response: Response
  /** What the answer may hold and nobody is to see. */
  readonly values: readonly string[]
}

async function begin(
  request: FrameRequest,
  parts: FrameServerParts,
  signal: AbortSignal,
): Promise<Result<Begun, Problem>> {
  const prepared = await prepare(request, parts.secrets)
  if (!prepared.ok) return err(unsent(prepared.error))
  const { values, host, init, href } = prepared.value
  const asked = new Request(href, {
    ...init,
    // Where a request with a secret is sent on to, that must not follow.
    redirect: values.length > 0 ? "manual" : "follow",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    cache: "no-store",
    signal,
  })
  try {
    const response = await parts.fetch(asked)
    if (response.type === "opaqueredirect") return err(httpProblem("http_hop_unseen", { host }))
    return ok({ response, values })
  } catch {
    if (signal.aborted) return err(unanswered(httpProblem("http_stopped", { host })))
    return err(await parts.explain(asked, signal))
  }
}

interface Prepared {
  readonly href: string
  readonly host: string
  readonly init: RequestInit
  readonly values: readonly string[]
}

async function prepare(request: FrameRequest, secrets: SecretSource): Promise<Result<Prepared, Problem>> {
  const { secret: use, body = "" } = request
  const named = [
    ...secretsIn(request.url),
    ...request.headers.flatMap(([, value]) => secretsIn(value)),
    ...(body instanceof Uint8Array ? [] : secretsIn(body)),
    ...(use === undefined ? [] : [use.name]),
  ]
  const found = await findAll(named, secrets)
  if (!found.ok) return found
  const secretOf = (name: string) => found.value.get(name)?.value ?? ""
  const address = parseAddress(fillSecrets(request.url, secretOf))
  if (!address.ok) {
    const [name] = secretsIn(request.url)
    return err(name === undefined ? address.error : httpProblem("secret_no_address", { secret: name }))
  }
  const sentTo = addressOfProxy(request.proxy, address.value)
  if (!sentTo.ok) return sentTo
  for (const to of new Set([address.value, sentTo.value])) {
    for (const name of named) {
      const allowed = await secretFor({ find: async () => found.value.get(name) }, name, to)
      if (!allowed.ok) return allowed
    }
  }
  const headers = readHeaders(request, secretOf, use && found.value.get(use.name))
  if (!headers.ok) return headers
  const bodyInit = body instanceof Uint8Array ? (body as BodyInit) : fillSecrets(body, secretOf)
  return ok({
    href: sentTo.value.href,
    host: address.value.host,
    init: {
      method: request.method,
      headers: headers.value,
      ...(request.body === undefined ? {} : { body: bodyInit }),
    },
    values: [...found.value.values()].flatMap(({ value }) =>
      use?.user === undefined ? [value] : [value, basicOf(use.user, value)],
    ),
  })
}

async function findAll(
  names: readonly string[],
  secrets: SecretSource,
): Promise<Result<ReadonlyMap<string, SecretValue>, Problem>> {
  const found = new Map<string, SecretValue>()
  for (const name of new Set(names)) {
    const secret = await secrets.find(name)
    if (secret === undefined) return err(httpProblem("secret_missing", { secret: name }))
    found.set(name, secret)
  }
  return ok(found)
}

/** The address that is really asked: the proxy's, where one asks in its place. */
function addressOfProxy(proxy: string | undefined, address: Address): Result<Address, Problem> {
  if (proxy === undefined) return ok(address)
  const { href } = address
  return parseAddress(
    proxy.includes("{url}") ? proxy.replace("{url}", () => encodeURIComponent(href)) : proxy + href,
  )
}

function readHeaders(
  request: FrameRequest,
  secretOf: (name: string) => string,
  secret: SecretValue | undefined,
): Result<Headers, Problem> {
  const given = request.headers.map(([name, value]) => [name, fillSecrets(value, secretOf)] as const)
  const headers = cleanHeaders(Object.fromEntries(given))
  if (!headers.ok || secret === undefined || request.secret === undefined) return headers
  const { name, header, before, user } = request.secret
  const asUser = user === undefined ? {} : { value: basicOf(user, secret.value), before: "Basic " }
  const put = {
    ...secret,
    ...(header === undefined ? {} : { header }),
    ...(before === undefined ? {} : { before }),
  }
  return withSecret(headers.value, { ...put, ...asUser }, name)
}

function basicOf(user: string, value: string): string {
  return toBase64(new TextEncoder().encode(`${user}:${value}`))
}

function headOf(response: Response, values: readonly string[]): FrameHead {
  const { status, statusText, url } = response
  const clean = (text: string) => redactText(text, values)
  return {
    ...{ status, statusText: clean(statusText), url: clean(url), hasBody: response.body !== null },
    headers: [...response.headers].map(([name, value]) => [name, clean(value)]),
  }
}
