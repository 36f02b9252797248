import { isMap, type Json, type JsonMap, own } from "../../lib/json.ts"
import { ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { parseXml } from "../data/xml.ts"
import type { FeedEntry } from "./feedJob.ts"

/** Reads a feed: RSS in any of its forms, or Atom. */
export const work: JobWork<
  { readonly text: string; readonly from: string },
  readonly FeedEntry[] | null
> = async ({ text, from }, { progress }) => {
  const read = await parseXml(text.replace(/^\ufeff/, "").trimStart(), progress)
  if (!read.ok) return ok(null)
  const rss = child(read.value, "rss")
  const channel = child(rss, "channel") ?? child(rss, "")
  if (channel !== undefined) return ok(listOf(channel, "item").map(item => fromRss(item, from)))
  const rdf = child(read.value, "rdf:RDF")
  if (rdf !== undefined) return ok(listOf(rdf, "item").map(item => fromRss(item, from)))
  const feed = child(read.value, "feed")
  return ok(feed === undefined ? null : listOf(feed, "entry").map(entry => fromAtom(entry, from)))
}

function fromRss(item: JsonMap, from: string): FeedEntry {
  const link = address(text(item, "link"), from)
  return {
    id: text(item, "guid") || link || text(item, "title"),
    title: text(item, "title"),
    link,
    published: date(text(item, "pubDate") || text(item, "dc:date")),
    author: text(item, "dc:creator") || text(item, "author"),
    summary: text(item, "description") || text(item, "content:encoded"),
  }
}

function fromAtom(entry: JsonMap, from: string): FeedEntry {
  const links = listOf(entry, "link")
  const link = links.find(one => (own(one, "@rel") ?? "alternate") === "alternate") ?? links[0]
  const href = address(String(own(link ?? {}, "@href") ?? ""), from)
  return {
    id: text(entry, "id") || href,
    title: text(entry, "title"),
    link: href,
    published: date(text(entry, "published") || text(entry, "updated")),
    author: listOf(entry, "author")
      .map(author => text(author, "name"))
      .join(", "),
    summary: text(entry, "summary") || text(entry, "content"),
  }
}

function child(value: Json | undefined, name: string): JsonMap | undefined {
  const found = isMap(value) ? own(value, name) : undefined
  return isMap(found) ? found : undefined
}

/** The elements of the name as maps; one alone stands without a list. */
function listOf(parent: JsonMap, name: string): JsonMap[] {
  const found = own(parent, name)
  const list: readonly Json[] = Array.isArray(found) ? found : found === undefined ? [] : [found]
  return list.map(one => (isMap(one) ? one : { "#text": one }))
}

/** The text of the first element of the name, whatever attributes it has. */
function text(parent: JsonMap, name: string): string {
  const [first] = listOf(parent, name)
  const found = first === undefined ? undefined : own(first, "#text")
  return typeof found === "string" ? found.trim() : ""
}

/** Addresses within a feed may be relative to it. */
function address(written: string, from: string): string {
  return written !== "" && URL.canParse(written, from) ? new URL(written, from).href : ""
}

function date(written: string): string | null {
  const time = Date.parse(written)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
