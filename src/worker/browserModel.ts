import { transfer } from "comlink"
import type { BrowserModel, ModelQuestion } from "../ports/ai/browserModel.ts"
import type { Page } from "./page.ts"

/*
 * The browser's own language model: `LanguageModel`, which some browsers offer, and only to pages. The worker asks
 * over a port: pieces of text come back over it, then the end; whatever the worker sends stops it.
 */

type FromModel = { readonly text: string } | { readonly failed: string | null }

/** What browsers that have a model offer. */
interface LanguageModelHere {
  availability(options?: object): Promise<string>
  create(options: object): Promise<{
    promptStreaming(input: string, options: object): AsyncIterable<string>
    destroy(): void
  }>
}

/** The browser's own model, where there is one. */
export function createBrowserModel(scope: object): BrowserModel {
  const found = (): LanguageModelHere | undefined =>
    Reflect.get(scope, "LanguageModel") as LanguageModelHere | undefined
  const languages = { expectedOutputs: [{ type: "text", languages: ["en"] }] }
  return {
    availability: async () => (await found()?.availability(languages)) ?? "none is offered",
    async ask({ messages, schema }, onText, signal) {
      const model = found()
      if (model === undefined) return "none is offered"
      try {
        const initialPrompts = messages.slice(0, -1)
        const session = await model.create({ ...languages, initialPrompts, ...(signal ? { signal } : {}) })
        const last = messages.at(-1)?.content ?? ""
        const options = { ...(schema ? { responseConstraint: schema } : {}), ...(signal ? { signal } : {}) }
        for await (const piece of session.promptStreaming(last, options)) onText(piece)
        session.destroy()
        return null
      } catch (cause) {
        return cause instanceof Error ? cause.message : String(cause)
      }
    },
  }
}

/** Answers a question that came from a worker. */
export function answerOver(model: BrowserModel, question: ModelQuestion, port: MessagePort): void {
  const stop = new AbortController()
  const say = (message: FromModel): void => port.postMessage(message)
  port.onmessage = () => stop.abort()
  void model
    .ask(question, text => say({ text }), stop.signal)
    .then(failed => {
      say({ failed })
      port.close()
    })
}

/** The page's model, as its worker sees it. */
export function browserModelOf(page: Page): BrowserModel {
  return {
    availability: () => page.modelAvailability(),
    ask: (question, onText, signal) =>
      new Promise(done => {
        const { port1, port2 } = new MessageChannel()
        const abort = (): void => port1.postMessage("stop")
        signal?.addEventListener("abort", abort)
        port1.onmessage = ({ data }: MessageEvent<FromModel>) => {
          if ("text" in data) return onText(data.text)
          signal?.removeEventListener("abort", abort)
          port1.close()
          done(data.failed)
        }
        void page.askModel(question, transfer(port2, [port2]))
      }),
  }
}
