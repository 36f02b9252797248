import type { CheerioAPI } from "cheerio"

/** A page that can be searched, without what is never shown: scripts, styles and what stands in for them. */
export async function openPage(html: string): Promise<CheerioAPI> {
  const { load } = await import("cheerio/slim")
  const page = load(html)
  page("script, style, noscript, template").remove()
  return page
}
