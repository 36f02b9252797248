import { transfer } from "comlink"
import { once } from "../lib/once.ts"
import type { CryptoPort } from "../model/ports.ts"
import type { ModelQuestion } from "../ports/ai/browserModel.ts"
import { redactJson } from "../ports/secrets/redactJson.ts"
import type { SecretSource } from "../ports/secrets/secretSource.ts"
import { createFrames, type Frames } from "./frame/frames.ts"

/*
 * What only a page can do, for the engine in its worker: main makes it, and hands it over when the engine opens. What
 * is asked here goes through Comlink, so it answers plain data, or ports that are handed on.
 */

/** What only a page can do. */
export interface Page {
  /** Makes a run frame that can reach the sources and no others; see `frame/runFrame.ts`. */
  openFrame: Frames["open"]
  closeFrame: Frames["close"]
  /** Whether the browser's own language model can be asked: `available`, or why not. */
  modelAvailability(): Promise<string>
  /** Asks that model; see `browserModel.ts` for what goes over the port. */
  askModel(question: ModelQuestion, port: MessagePort): void
  /** Signs, and checks signatures: keys are secrets, and are used where they are kept. */
  sign: CryptoPort["sign"]
  verify: CryptoPort["verify"]
  /** The data without the values of the vault's secrets: what leaves is searched where those are. */
  redact<T>(value: T): Promise<T>
}

/** What the page's powers are made of. */
export interface PageParts {
  readonly document: Document
  readonly secrets: SecretSource & { values(): Promise<readonly string[]> }
}

/** Makes what only this page can do. */
export function createPage({ document, secrets }: PageParts): Page {
  const frames = createFrames({ document, secrets })
  // Few runs sign, and few browsers have a model: each is loaded when it is first wanted.
  const signing = once(async () => {
    const { createWebCrypto } = await import("../ports/crypto/webCrypto.ts")
    const secret = async (name: string) => (await secrets.find(name))?.value
    return createWebCrypto({ subtle: crypto.subtle, secret })
  })
  const modelHere = once(async () => {
    const { answerOver, createBrowserModel } = await import("./browserModel.ts")
    return { model: createBrowserModel(globalThis), answerOver }
  })
  return {
    async openFrame(sources) {
      const opened = await frames.open(sources)
      return transfer(opened, [opened.port])
    },
    sign: async (...given) => (await signing()).sign(...given),
    verify: async (...given) => (await signing()).verify(...given),
    redact: async value => redactJson(value, await secrets.values()),
    closeFrame: frame => frames.close(frame),
    modelAvailability: async () => (await modelHere()).model.availability(),
    async askModel(question, port) {
      const { model, answerOver } = await modelHere()
      answerOver(model, question, port)
    },
  }
}
