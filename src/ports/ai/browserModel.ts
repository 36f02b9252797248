import type { JsonMap } from "../../lib/json.ts"
import { err, ok } from "../../lib/result.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import type { Connector } from "./connector.ts"
import { createHearing } from "./hearing.ts"

/*
 * The language model that some browsers bring along. It lives in the page alone, so a worker asks through this
 * interface, which main makes real.
 */

/** What the browser's model is asked. */
export interface ModelQuestion {
  readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly content: string }[]
  readonly schema?: JsonMap
}

/** The browser's model, as whoever cannot reach it asks for it. */
export interface BrowserModel {
  /** Whether it can be asked now: `available`, or the reason why not. */
  availability(): Promise<string>
  /** Answers, telling each piece as it comes; ends with why it could not, or null. */
  ask(question: ModelQuestion, onText: (text: string) => void, signal?: AbortSignal): Promise<string | null>
}

/** Speaks to the browser's own model. It knows no tools, and what it answers is free. */
export function createBrowserConnector(model: BrowserModel | undefined, title: string): Connector {
  const missing = (why: string) => err(aiPortProblem("ai_no_browser_model", { why }))
  return {
    async chat(request) {
      if (model === undefined) return missing("only a page has it")
      const available = await model.availability()
      if (available !== "available") return missing(available)
      const hearing = createHearing(request, "browser", { browser: { input: 0, output: 0 } })
      const messages = request.messages.map(({ role, content }) => ({
        role: role === "tool" ? ("user" as const) : role,
        content,
      }))
      const asked = { messages, ...(request.schema === undefined ? {} : { schema: request.schema }) }
      const failed = await model.ask(asked, piece => hearing.text(piece), request.signal)
      if (request.signal?.aborted)
        return err(hearing.broken(aiPortProblem("ai_stopped", { provider: title })))
      if (failed !== null)
        return err(hearing.broken(aiPortProblem("ai_unreadable", { provider: title, why: failed })))
      return ok(hearing.end("end", "browser"))
    },
  }
}
