import type { Marked, Token } from "marked"
import { ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"

/** Writes Markdown as HTML. */
export const work: JobWork<{ readonly text: string; readonly raw: "escape" | "keep" }, string> = async (
  { text, raw },
  { progress },
) => {
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
  const tokens = await tokensOf(text, marked, share => progress(share * reading))
  const parts = tokens.map((token, at) => {
    progress(reading + ((1 - reading) * at) / tokens.length)
    return marked.parser([token])
  })
  return ok(parts.join(""))
}

/** How much of the work it is to read the text; the rest is to write it. */
const reading = 0.9

/** What the text is made of: first its blocks are told apart, then the words in them. */
async function tokensOf(
  text: string,
  marked: Marked,
  progress: (share: number) => void,
): Promise<readonly Token[]> {
  const { Lexer } = await import("marked")
  let [blocks, letters, runs] = [0, 0, 0]
  marked.use({
    tokenizer: {
      // Whether blanks come next is what is asked first of every block.
      space() {
        const { tokens } = this.lexer
        if (tokens.length === blocks) return false
        while (blocks < tokens.length) letters += tokens[blocks++]?.raw.length ?? 0
        progress(Math.min(1, letters / text.length) / 2)
        return false
      },
    },
  })
  class ToldLexer extends Lexer<string, string> {
    override inlineTokens(words: string, tokens?: Token[]): Token[] {
      if (tokens !== undefined && this.inlineQueue[runs]?.tokens === tokens)
        progress((1 + ++runs / this.inlineQueue.length) / 2)
      return super.inlineTokens(words, tokens)
    }
  }
  return new ToldLexer(marked.defaults).lex(text)
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
