import { toBase64 } from "../../lib/base64.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { HttpRequest } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { splitTokens } from "../../syntax/secretTokens.ts"
import { type SecretSource, type SecretValue, secretFor } from "../secrets/secretSource.ts"
import { fillSecrets, type SecretForm, secretsIn, sentAddress, sentText } from "../secrets/sentText.ts"
import type { FrameRequest } from "./frame/frameMessages.ts"
import { cleanHeaders, withSecret } from "./requestHeaders.ts"

/** The address, as far as it is known here: one that begins with a secret is known only where that is unwrapped. */
export function knownAddress(url: string): Result<Address | null, Problem> {
  return typeof splitTokens(url)[0] === "object" ? ok(null) : parseAddress(url)
}

/** A step's request, with the places of its secrets named. */
export function frameRequestOf({ method, url, headers = {}, body, secret }: HttpRequest): FrameRequest {
  const entries = Object.entries(headers)
  const type = entries.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? ""
  return {
    method,
    url: sentAddress(url),
    headers: entries.map(([name, value]) => [name, sentText(value, "plain")]),
    ...(body === undefined ? {} : { body: typeof body === "string" ? sentText(body, formIn(type)) : body }),
    ...(secret === undefined ? {} : { secret: { name: secret } }),
  }
}

function formIn(type: string): SecretForm {
  if (/\bjson\b/i.test(type)) return "json"
  return /x-www-form-urlencoded/i.test(type) ? "url" : "plain"
}

/** A request whose secrets are in their places. */
export interface PreparedRequest {
  readonly method: string
  readonly headers: Headers
  readonly body: string | Uint8Array | undefined
  /** What is asked for. */
  readonly target: Address
  /** What is really asked: the proxy, where one asks in its place. */
  readonly sentTo: Address
  /** What the answer may hold and nobody is to see. */
  readonly values: readonly string[]
}

/** Puts secrets in their places, each only if it may go to where the request goes, proxy included. */
export async function prepareRequest(
  request: FrameRequest,
  secrets: SecretSource,
): Promise<Result<PreparedRequest, Problem>> {
  const { secret: use, body } = request
  const named = [
    ...secretsIn(request.url),
    ...request.headers.flatMap(([, value]) => secretsIn(value)),
    ...(body === undefined || body instanceof Uint8Array ? [] : secretsIn(body)),
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
  return ok({
    method: request.method,
    headers: headers.value,
    body: body === undefined || body instanceof Uint8Array ? body : fillSecrets(body, secretOf),
    target: address.value,
    sentTo: sentTo.value,
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
