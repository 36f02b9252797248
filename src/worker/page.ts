import { transfer } from "comlink"
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
}

/** What the page's powers are made of. */
export interface PageParts {
  readonly document: Document
  readonly secrets: SecretSource
}

/** Makes what only this page can do. */
export function createPage({ document, secrets }: PageParts): Page {
  const frames = createFrames({ document, secrets })
  return {
    async openFrame(sources) {
      const opened = await frames.open(sources)
      return transfer(opened, [opened.port])
    },
    closeFrame: frame => frames.close(frame),
  }
}
