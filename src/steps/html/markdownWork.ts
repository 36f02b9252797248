import { err, ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { dataProblem } from "../data/dataProblems.ts"
import { openPage } from "./openPage.ts"

/** A node of a page, as far as it is read here. */
interface Node {
  readonly type: string
  readonly data?: string
  readonly name?: string
  readonly attribs?: { readonly [name: string]: string }
  readonly children?: readonly Node[]
}

/** Writes a page as Markdown or plain text. */
export const work: JobWork<
  { readonly html: string; readonly selector: string | null; readonly as: "markdown" | "text" },
  string
> = async ({ html, selector, as }, { progress }) => {
  const page = await openPage(html, share => progress(share * 0.9))
  try {
    const body = page("body")
    const roots = selector === null ? (body.length > 0 ? body : page.root()) : page(selector)
    const nodes = roots.toArray() as unknown as readonly Node[]
    const text = nodes.map(node => blocks(node, { as, indent: "", depth: 0 })).join("\n\n")
    return ok(
      `${text
        .replace(/[ \t]+\n/g, "\n")
        .replace(/\n{3,}/g, "\n\n")
        .trim()}\n`,
    )
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return err(dataProblem("data_bad_selector", { selector: selector ?? "", why }))
  }
}

interface Style {
  readonly as: "markdown" | "text"
  readonly indent: string
  readonly depth: number
}

/** Deeper than any page that people read; what lies deeper is left out. */
const deepest = 500

const inline = new Set(
  "a abbr b bdi bdo br cite code data del em i img ins kbd label mark q s samp small span strong sub sup time u var wbr".split(
    " ",
  ),
)

function isInline(node: Node): boolean {
  return node.type === "text" || inline.has(node.name ?? "")
}

/** What stands in the node, its blocks apart by an empty line. */
function blocks(node: Node, style: Style): string {
  if (style.depth > deepest) return ""
  const inner = { ...style, depth: style.depth + 1 }
  const parts: string[] = []
  let line = ""
  const flush = (): void => {
    const text = line
      .replace(/[ \t\r\n]+/g, " ")
      .replaceAll("\u0000", style.as === "markdown" ? "  \n" : "\n")
      .trim()
    if (text !== "") parts.push(text)
    line = ""
  }
  for (const child of node.children ?? []) {
    if (isInline(child)) line += words(child, inner)
    else if (child.type === "tag") {
      flush()
      const text = block(child, inner)
      if (text.trim() !== "") parts.push(text)
    }
  }
  flush()
  return parts.join("\n\n")
}

function block(node: Node, style: Style): string {
  const isMarkdown = style.as === "markdown"
  const name = node.name ?? ""
  const level = /^h([1-6])$/.exec(name)?.[1]
  if (level !== undefined) return `${isMarkdown ? `${"#".repeat(Number(level))} ` : ""}${blocks(node, style)}`
  if (name === "hr") return isMarkdown ? "---" : ""
  if (name === "pre") {
    const code = textOf(node, 0).replace(/\n$/, "")
    const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length))
    const fence = "`".repeat(longest + 1)
    return isMarkdown ? `${fence}\n${code}\n${fence}` : code
  }
  if (name === "blockquote") return prefixed(blocks(node, style), isMarkdown ? "> " : "  ", true)
  if (name === "ul" || name === "ol") return list(node, style, name === "ol")
  if (name === "table") return table(node, style)
  return blocks(node, style)
}

function list(node: Node, style: Style, isNumbered: boolean): string {
  const items = (node.children ?? []).filter(({ name }) => name === "li")
  return items
    .map((item, index) => {
      const mark = isNumbered ? `${index + 1}. ` : "- "
      const inside = blocks(item, style).replace(/\n\n(?=\s*(?:-|\d+\.) )/g, "\n")
      return mark + prefixed(inside, " ".repeat(mark.length), false)
    })
    .join("\n")
}

function table(node: Node, style: Style): string {
  const rows = elements(node, "tr", 0).map(row =>
    (row.children ?? [])
      .filter(({ name }) => name === "td" || name === "th")
      .map(cell =>
        blocks(cell, style)
          .replace(/\s*\n\s*/g, " ")
          .replaceAll("|", "\\|"),
      ),
  )
  const width = Math.max(0, ...rows.map(row => row.length))
  if (width === 0) return ""
  if (style.as === "text") return rows.map(row => row.join("\t")).join("\n")
  const line = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? "").join(" | ")} |`
  const [head = [], ...rest] = rows
  return [line(head), line(Array.from({ length: width }, () => "---")), ...rest.map(line)].join("\n")
}

/** What runs along in a line. */
function words(node: Node, style: Style): string {
  if (node.type === "text") return style.as === "markdown" ? escaped(node.data ?? "") : (node.data ?? "")
  if (style.depth > deepest) return ""
  const isMarkdown = style.as === "markdown"
  const inner = { ...style, depth: style.depth + 1 }
  const inside = (node.children ?? [])
    .map(child => (isInline(child) ? words(child, inner) : ` ${block(child, inner)} `))
    .join("")
  switch (node.name) {
    case "br":
      return "\u0000"
    case "b":
    case "strong":
      return marked(inside, "**", isMarkdown)
    case "i":
    case "em":
      return marked(inside, "*", isMarkdown)
    case "del":
    case "s":
      return marked(inside, "~~", isMarkdown)
    case "code":
    case "kbd":
    case "samp":
      return isMarkdown ? codeSpan(textOf(node, 0)) : inside
    case "img":
      return isMarkdown ? image(node.attribs ?? {}) : (node.attribs?.alt ?? "")
    case "a":
      return isMarkdown ? link(inside, node.attribs?.href) : inside
    default:
      return inside
  }
}

function marked(text: string, mark: string, isMarkdown: boolean): string {
  const core = text.trim()
  if (!isMarkdown || core === "") return text
  const [before = "", after = ""] = text.split(core, 2)
  return `${before.slice(0, 1)}${mark}${core}${mark}${after.slice(0, 1)}`
}

function codeSpan(text: string): string {
  const fence = text.includes("`") ? "``" : "`"
  return text.trim() === "" ? "" : `${fence}${fence === "``" ? ` ${text} ` : text}${fence}`
}

/** An address that opens a page, a message or a call; `javascript:` and the like are left out. */
function safe(address: string | undefined): string | null {
  const text = (address ?? "").replace(/[\s\p{Cc}]/gu, "")
  if (text === "" || (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^(?:https?|mailto|tel):/i.test(text)))
    return null
  return text.replaceAll("(", "%28").replaceAll(")", "%29")
}

function link(inside: string, href: string | undefined): string {
  const address = safe(href)
  return address === null || inside.trim() === "" ? inside : `[${inside.trim()}](${address})`
}

function image({ src, alt = "" }: { readonly [name: string]: string }): string {
  const address = safe(src)
  return address === null ? alt : `![${alt.replace(/[[\]]/g, "")}](${address})`
}

function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<>]/g, "\\$&")
    .replace(/^(\s*(?:\d+(?=\.))?)(#{1,6}|[-+]|\.)(?=\s)/gm, "$1\\$2")
}

function textOf(node: Node, depth: number): string {
  if (node.type === "text") return node.data ?? ""
  if (node.name === "br") return "\n"
  return depth > deepest ? "" : (node.children ?? []).map(child => textOf(child, depth + 1)).join("")
}

function elements(node: Node, name: string, depth: number): Node[] {
  if (depth > deepest) return []
  return (node.children ?? []).flatMap(child => {
    if (child.name === name) return [child]
    return child.name === "table" ? [] : elements(child, name, depth + 1)
  })
}

function prefixed(text: string, prefix: string, isFirst: boolean): string {
  return text
    .split("\n")
    .map((line, at) =>
      (at === 0 && !isFirst) || (line === "" && prefix.trim() === "") ? line : prefix + line,
    )
    .join("\n")
}
