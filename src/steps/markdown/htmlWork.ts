import { ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"

/** Writes Markdown as HTML. */
export const work: JobWork<{ readonly text: string; readonly raw: "escape" | "keep" }, string> = async ({
  text,
  raw,
}) => {
  const { Marked } = await import("marked")
  const marked = new Marked({ gfm: true, async: false })
  if (raw === "escape") {
    marked.use({
      renderer: {
        html: ({ text: tag }) => escapeHtml(tag),
        link({ href, tokens }) {
          const inside = this.parser.parseInline(tokens)
          return isSafe(href) ? `<a href="${escapeHtml(href)}">${inside}</a>` : inside
        },
        image: ({ href, text: alt }) =>
          isSafe(href) ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(alt)}">` : escapeHtml(alt),
      },
    })
  }
  return ok(marked.parse(text) as string)
}

function isSafe(address: string): boolean {
  const text = address.replace(/[\s\p{Cc}]/gu, "")
  return !/^[a-z][a-z0-9+.-]*:/i.test(text) || /^(?:https?|mailto|tel):/i.test(text)
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
}
