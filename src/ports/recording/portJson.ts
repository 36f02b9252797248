import { fromBase64, toBase64 } from "../../lib/base64.ts"
import { canonicalJson } from "../../lib/canonicalJson.ts"
import { isMap, type Json } from "../../lib/json.ts"
import { streamOf } from "../../model/byteStream.ts"
import { showTokens } from "../../syntax/secretTokens.ts"

/*
 * What goes through a port as plain data. Bytes stand as text where they are text, so that a recording can be read;
 * a map that looks like bytes is put into another, so that nothing that comes from outside can pass for them. A stream
 * is left out, but for one that was recorded to its end, which stands as its bytes.
 *
 *     bytes of "hi"  ⇄  { $text: "hi" }      bytes 0xff  ⇄  { $base64: "/w==" }      { $text: 1 }  ⇄  { $map: { $text: 1 } }
 */

const marks = ["$text", "$base64", "$map", "$stream"]

/** The value as plain data; undefined where it is none. Functions and signals are left out. */
export function toPortJson(value: unknown): Json | undefined {
  try {
    return encode(value, 0)
  } catch (cause) {
    if (cause === notPlain) return undefined
    throw cause
  }
}

/** Larger nesting is no plain data: it may lead back to its start. */
const deepest = 200
const notPlain = new Error("Expected plain data")

function encode(value: unknown, depth: number): Json | undefined {
  if (depth > deepest) throw notPlain
  // A token of a secret is good in one thread only: what is kept and compared says `[secret]` in its place.
  if (typeof value === "string") return showTokens(value)
  if (value === null || typeof value === "boolean") return value
  if (typeof value === "number") return Number.isFinite(value) ? value : null
  if (value === undefined || typeof value === "function") return undefined
  if (typeof value !== "object") throw notPlain
  if (value instanceof Uint8Array) return bytesToJson(value)
  if (Array.isArray(value)) return value.map(each => encode(each, depth + 1) ?? null)
  if (value instanceof AbortSignal || value instanceof ReadableStream) return undefined
  if ("toJSON" in value && typeof value.toJSON === "function") return encode(value.toJSON(), depth + 1)
  if (!isMap(value)) throw notPlain
  const map: Record<string, Json> = { __proto__: null } as never
  for (const [key, each] of Object.entries(value as object)) {
    const plain = encode(each, depth + 1)
    if (plain !== undefined) map[key] = plain
  }
  return looksMarked(map) ? { $map: map } : map
}

function looksMarked(map: object): boolean {
  const [first, ...more] = Object.keys(map)
  return first !== undefined && more.length === 0 && marks.includes(first)
}

/** Bytes as plain data. */
export function bytesToJson(bytes: Uint8Array): Json {
  try {
    return { $text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { $base64: toBase64(bytes) }
  }
}

/** The bytes of a stream as plain data. */
export function streamToJson(bytes: Uint8Array): Json {
  return { $stream: bytesToJson(bytes) }
}

/** The value that plain data stands for. */
export function fromPortJson(value: Json | undefined): unknown {
  if (typeof value !== "object" || value === null) return value
  if (!isMap(value)) return (value as readonly Json[]).map(fromPortJson)
  if (looksMarked(value)) {
    const { $text, $base64, $map, $stream } = value
    if (typeof $text === "string") return new TextEncoder().encode($text)
    if (typeof $base64 === "string") {
      const bytes = fromBase64($base64)
      return bytes.ok ? bytes.value : new Uint8Array()
    }
    if (isMap($map)) return mapValues($map)
    const streamed = fromPortJson($stream)
    if (streamed instanceof Uint8Array) return streamOf(streamed)
  }
  return mapValues(value)
}

function mapValues(map: { readonly [key: string]: Json }): object {
  return Object.fromEntries(Object.entries(map).map(([key, each]) => [key, fromPortJson(each)]))
}

/** The hash of what a port is asked; the same for whoever asks the same. */
export async function requestHash(port: string, what: string, asked: readonly unknown[]): Promise<string> {
  const text = canonicalJson([port, what, toPortJson(asked) ?? null])
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest).subarray(0, 16), byte => byte.toString(16).padStart(2, "0")).join(
    "",
  )
}

/** The same for ports that answer at once: what they are asked is short, and stands for itself. */
export function plainRequest(asked: readonly unknown[]): string {
  return canonicalJson(toPortJson(asked) ?? null)
}
