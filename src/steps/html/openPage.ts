import type { CheerioAPI } from "cheerio"

/** So many letters of a page are read between two words about how far it is. */
const portion = 65_536

/** A page that can be searched, without what is never shown: scripts, styles and what stands in for them. */
export async function openPage(html: string, progress: (share: number) => void): Promise<CheerioAPI> {
  const [{ load }, { DomHandler, Parser }] = await Promise.all([
    import("cheerio/slim"),
    import("htmlparser2"),
  ])
  const handler = new DomHandler()
  const parser = new Parser(handler)
  for (let at = 0; at < html.length; at += portion) {
    parser.write(html.slice(at, at + portion))
    progress(Math.min(1, (at + portion) / html.length))
  }
  parser.end()
  const page = load(handler.root)
  page("script, style, noscript, template").remove()
  return page
}
