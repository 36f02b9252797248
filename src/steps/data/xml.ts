import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { dataProblem, wordFor } from "./dataProblems.ts"

/*
 * XML as data: an element is a map of its attributes (`@id`) and elements by name, with its text as `#text`; one that
 * holds text alone is that text, and one that comes several times is a list. All values are text. Entities that a
 * document declares are never expanded, for that is how a small one becomes a large one; the five that XML itself
 * has, and characters by their number, are read.
 */

const attribute = "@"
const textName = "#text"

/** So many elements are read between two words about how far it is. */
const between = 256

/** Reads XML into data, and tells how far it is. */
export async function parseXml(
  text: string,
  progress: (share: number) => void,
): Promise<Result<Json, Problem>> {
  const { XMLParser, XMLValidator } = await import("fast-xml-parser")
  const valid = XMLValidator.validate(text, { allowBooleanAttributes: false })
  if (valid !== true) {
    const { msg, line } = valid.err
    return err(dataProblem("data_bad_xml", { why: msg.replace(/\.$/, ""), line }))
  }
  const elements = countOf(text, "</") + countOf(text, "/>")
  let read = 0
  try {
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: attribute,
      textNodeName: textName,
      parseTagValue: false,
      parseAttributeValue: false,
      processEntities: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
      trimValues: true,
      onDangerousProperty: name => name,
      updateTag: () => {
        if (++read % between === 0) progress(Math.min(1, read / elements))
        return true
      },
    })
    return ok(withEntities(parser.parse(text) as Json))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return err(dataProblem("data_bad_xml", { why, line: 1 }))
  }
}

function countOf(text: string, mark: string): number {
  let count = 0
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) count++
  return count
}

const entities: { readonly [name: string]: string } = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" }

/** Text with the entities of XML itself read; others stay what they are. */
export function readEntities(text: string): string {
  if (!text.includes("&")) return text
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return own(entities, String(name)) ?? whole
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      ? String.fromCodePoint(code)
      : whole
  })
}

function withEntities(value: Json): Json {
  if (typeof value === "string") return readEntities(value)
  if (Array.isArray(value)) return (value as readonly Json[]).map(withEntities)
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withEntities(one)]))
}

const nameOfElement = /^[\p{L}_:][\p{L}\p{N}_:.-]*$/u

/** Writes data as XML. Its one key is the root. */
export function writeXml(value: Json): Result<string, Problem> {
  const roots = isMap(value) ? Object.entries(value) : []
  const [root] = roots
  if (root === undefined || roots.length > 1 || Array.isArray(root[1]))
    return err(dataProblem("data_no_xml", { what: wordFor(value) }))
  const lines: string[] = ['<?xml version="1.0" encoding="UTF-8"?>']
  const bad = writeElement(root[0], root[1], "", lines)
  return bad === null ? ok(`${lines.join("\n")}\n`) : err(dataProblem("data_bad_xml_name", { name: bad }))
}

/** Writes an element into the lines; gives the name that is none, if there is one. */
function writeElement(name: string, value: Json, indent: string, lines: string[]): string | null {
  if (!nameOfElement.test(name)) return name
  if (!isMap(value)) {
    const text =
      value === null ? "" : escapeText(typeof value === "object" ? JSON.stringify(value) : String(value))
    lines.push(text === "" ? `${indent}<${name}/>` : `${indent}<${name}>${text}</${name}>`)
    return null
  }
  const fields = Object.entries(value)
  const attributes = fields.filter(([key]) => key.startsWith(attribute))
  const bad = attributes.find(([key]) => !nameOfElement.test(key.slice(1)))
  if (bad) return bad[0].slice(1)
  const head = attributes.map(([key, one]) => ` ${key.slice(1)}="${escapeText(textOf(one))}"`).join("")
  const inside = fields.filter(([key]) => !key.startsWith(attribute) && key !== textName)
  const text = escapeText(textOf((value as JsonMap)[textName] ?? ""))
  if (inside.length === 0) {
    lines.push(text === "" ? `${indent}<${name}${head}/>` : `${indent}<${name}${head}>${text}</${name}>`)
    return null
  }
  lines.push(`${indent}<${name}${head}>${text}`)
  for (const [key, one] of inside) {
    for (const each of Array.isArray(one) ? (one as readonly Json[]) : [one]) {
      const wrong = writeElement(key, each, `${indent}  `, lines)
      if (wrong !== null) return wrong
    }
  }
  lines.push(`${indent}</${name}>`)
  return null
}

function textOf(value: Json): string {
  if (value === null) return ""
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}

function escapeText(text: string): string {
  const plain = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
  // Characters that no XML may hold, not even by their number.
  return plain
    .replaceAll('"', "&quot;")
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
}
