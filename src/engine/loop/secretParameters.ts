import { isMap, type Json } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import type { AnyStep, Hint } from "../../model/step.ts"
import { isSecret, SecretHandle } from "../../syntax/secrets.ts"
import { splitTokens, tokenNames, tokenOf, tokenText } from "../../syntax/secretTokens.ts"
import { loopProblem } from "./loopProblems.ts"

/*
 * Parameters that a kind marks as `secret` may hold secrets. The kind's code sees tokens in their places; the journal
 * holds the parts of the text, with names in them and no tokens, for those are good in one thread only:
 *
 *     { headers: { authorization: { $secret: ["Bearer ", { name: "shop" }] } } }
 *
 * Data that has a `$secret` of its own is written `$$secret`, so that data can never become a secret.
 */

/** The parameters with tokens in the places of secrets, where the kind takes secrets. */
export function withTokens(definition: AnyStep, given: Json): Json {
  return inFields(definition, given, (value, hint) => mapValues(value, one => tokenIn(one, hint)))
}

/** The parameters as the journal keeps them. */
export function sealed(definition: AnyStep, given: Json): Json {
  return inFields(definition, given, value => mapValues(value, seal, escaped))
}

/** The parameters as they were before the journal took them. */
export function unsealed(definition: AnyStep, kept: Json): Json {
  return inFields(definition, kept, value => unseal(value))
}

/** The problem that a secret stands where the kind takes none; undefined where none does. */
export function strayProblem(given: Json): Problem | undefined {
  const path = strayIn(given, "")
  return path === undefined ? undefined : loopProblem("stray_secret", { path })
}

function strayIn(given: unknown, path: string): string | undefined {
  if (isSecret(given)) return path
  if (typeof given !== "object" || given === null) return undefined
  for (const [key, value] of Object.entries(given)) {
    const stray = strayIn(value, path === "" ? key : `${path}.${key}`)
    if (stray !== undefined) return stray
  }
  return undefined
}

type Hints = { readonly [field: string]: Hint | undefined }

const markedByKind = new WeakMap<AnyStep, ReadonlyMap<string, Hint>>()

function markedFields(definition: AnyStep): ReadonlyMap<string, Hint> {
  const known = markedByKind.get(definition)
  if (known !== undefined) return known
  const hints: Hints = definition.hints ?? {}
  const marked = new Map(
    Object.entries(hints).flatMap(([field, hint]) => (hint?.secret ? [[field, hint]] : [])),
  )
  markedByKind.set(definition, marked)
  return marked
}

function inFields(definition: AnyStep, given: Json, change: (value: Json, hint: Hint) => Json): Json {
  const marked = markedFields(definition)
  if (marked.size === 0 || !isMap(given)) return given
  const changed = Object.entries(given).map(([field, value]) => {
    const hint = marked.get(field)
    return [field, hint === undefined ? value : change(value, hint)] as const
  })
  return changed.every(([field, value]) => value === given[field]) ? given : Object.fromEntries(changed)
}

/** A field that wants a secret's name takes the handle of one for its name. */
function tokenIn(value: Json, { widget }: Hint): Json {
  const given: unknown = value
  if (!isSecret(given)) return value
  if (widget === "secret" && given instanceof SecretHandle) return SecretHandle.nameOf(given)
  return tokenText(given)
}

function seal(value: Json): Json {
  if (typeof value !== "string" || tokenNames(value).length === 0) return value
  return { $secret: splitTokens(value).map(part => (typeof part === "string" ? part : { ...part })) }
}

const escaped = (key: string): string => (/^\$+secret$/.test(key) ? `$${key}` : key)

function unseal(value: Json): Json {
  if (!isMap(value)) return Array.isArray(value) ? mapList(value, unseal) : value
  const { $secret: parts } = value
  if (Array.isArray(parts)) {
    const texts = parts.map((part: Json) => (isMap(part) ? tokenOf(String(part.name)) : String(part)))
    return texts.join("")
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [/^\$\$+secret$/.test(key) ? key.slice(1) : key, unseal(item)] as const,
  )
  return entries.every(([key, item]) => value[key] === item) ? value : Object.fromEntries(entries)
}

/** The value with each plain value and secret in it changed; the very same where nothing changes. */
function mapValues(value: Json, change: (value: Json) => Json, rename = (key: string) => key): Json {
  if (Array.isArray(value)) return mapList(value, item => mapValues(item, change, rename))
  if (!isMap(value) || isSecret(value)) return change(value)
  const entries = Object.entries(value).map(
    ([key, item]) => [rename(key), mapValues(item, change, rename)] as const,
  )
  return entries.every(([key, item]) => value[key] === item) ? value : Object.fromEntries(entries)
}

function mapList(list: readonly Json[], change: (value: Json) => Json): Json {
  const changed = list.map(change)
  return changed.every((item, at) => item === list[at]) ? (list as Json) : changed
}
