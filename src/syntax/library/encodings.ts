import type { Json } from "../../lib/json.ts"
import { badArgument, boundedText, libraryEntry, newMap } from "./entry.ts"
import { isDeepJson } from "./jsonDepth.ts"
import { md5Hex } from "./md5.ts"
import { sha256Hex } from "./sha256.ts"

/** Functions that write values in other forms and read them back. */
export const encodingFunctions = [
  libraryEntry({
    name: "toJson",
    signature: "toJson(value, indent = 0)",
    doc: "The value as JSON text, on one line or indented.",
    examples: [
      { expression: "toJson({ a: [1, null] })", gives: '{"a":[1,null]}' },
      { expression: "toJson([1], 2)", gives: "[\n  1\n]" },
    ],
    run: given => boundedText(JSON.stringify(given.any(0), null, given.whole(1, 0, 10, 0)) ?? "null"),
  }),
  libraryEntry({
    name: "fromJson",
    signature: "fromJson(text)",
    doc: "The value that JSON text says.",
    examples: [{ expression: "fromJson('{\"a\": 1}').a", gives: 1 }],
    run: given => {
      const text = given.text(0)
      if (isDeepJson(text)) return badArgument("the JSON is nested deeper than 200 levels.")
      try {
        return JSON.parse(text) as Json
      } catch {
        return badArgument("the text is not JSON.")
      }
    },
  }),
  libraryEntry({
    name: "toBase64",
    signature: "toBase64(text)",
    doc: "The text's UTF-8 bytes in base64.",
    examples: [{ expression: 'toBase64("Grüße")', gives: "R3LDvMOfZQ==" }],
    run: given => {
      const bytes = new TextEncoder().encode(given.text(0))
      let binary = ""
      for (let start = 0; start < bytes.length; start += 8192) {
        binary += String.fromCharCode(...bytes.subarray(start, start + 8192))
      }
      return boundedText(btoa(binary))
    },
  }),
  libraryEntry({
    name: "fromBase64",
    signature: "fromBase64(text)",
    doc: "The text whose UTF-8 bytes the base64 holds; its URL-safe letters are understood too.",
    examples: [
      { expression: 'fromBase64("R3LDvMOfZQ==")', gives: "Grüße" },
      { expression: 'fromBase64("8J-RjQ")', gives: "👍" },
    ],
    run: given => {
      const text = given.text(0).replaceAll("-", "+").replaceAll("_", "/")
      try {
        const bytes = Uint8Array.from(atob(text), character => character.charCodeAt(0))
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
      } catch {
        return badArgument("the text is not base64, or what it holds is not text.")
      }
    },
  }),
  libraryEntry({
    name: "urlEncode",
    signature: "urlEncode(text)",
    doc: "The text as it may stand in one part of an address.",
    examples: [{ expression: 'urlEncode("a b/c?d=é")', gives: "a%20b%2Fc%3Fd%3D%C3%A9" }],
    run: given => boundedText(encodeURIComponent(given.text(0).toWellFormed())),
  }),
  libraryEntry({
    name: "urlDecode",
    signature: "urlDecode(text)",
    doc: "The text that a part of an address stands for.",
    examples: [{ expression: 'urlDecode("a%20b%2Fc")', gives: "a b/c" }],
    run: given => {
      try {
        return decodeURIComponent(given.text(0))
      } catch {
        return badArgument("the text has a % that no two hexadecimal digits follow.")
      }
    },
  }),
  libraryEntry({
    name: "toQuery",
    signature: "toQuery(map)",
    doc: "The map as the query of an address; lists repeat their key, null is left out.",
    examples: [{ expression: "toQuery({ q: 'a b', tag: [1, 2], none: null })", gives: "q=a+b&tag=1&tag=2" }],
    run: given => {
      const query = new URLSearchParams()
      for (const [key, value] of Object.entries(given.map(0))) {
        for (const item of Array.isArray(value) ? (value as Json[]) : [value]) {
          if (item === null || item === undefined) continue
          query.append(key, typeof item === "object" ? JSON.stringify(item) : String(item))
        }
      }
      return boundedText(query.toString())
    },
  }),
  libraryEntry({
    name: "fromQuery",
    signature: "fromQuery(text)",
    doc: "A map of the query of an address; a key that is repeated has a list.",
    examples: [{ expression: 'fromQuery("?q=a+b&tag=1&tag=2")', gives: { q: "a b", tag: ["1", "2"] } }],
    run: given => {
      const map = newMap<string | string[]>()
      const query = new URLSearchParams(given.text(0))
      for (const key of new Set(query.keys())) {
        const values = query.getAll(key)
        map[key] = values.length === 1 ? (values[0] ?? "") : values
      }
      return map
    },
  }),
  libraryEntry({
    name: "sha256",
    signature: "sha256(text)",
    doc: "The SHA-256 of the text's UTF-8 bytes, in hexadecimal.",
    examples: [
      {
        expression: 'sha256("abc")',
        gives: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      },
    ],
    run: given => sha256Hex(new TextEncoder().encode(given.text(0))),
  }),
  libraryEntry({
    name: "md5",
    signature: "md5(text)",
    doc: "The MD5 of the text's UTF-8 bytes, in hexadecimal: a checksum, and no protection.",
    examples: [{ expression: 'md5("abc")', gives: "900150983cd24fb0d6963f7d28e17f72" }],
    run: given => md5Hex(new TextEncoder().encode(given.text(0))),
  }),
]
