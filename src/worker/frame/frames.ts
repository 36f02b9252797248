import { expose } from "comlink"
import type { SecretSource } from "../../ports/secrets/secretSource.ts"

/** What the page needs to make run frames. */
export interface FramesParts {
  readonly document: Document
  /** Where values of secrets are; they go to the frames' workers, one by one as requests need them, and nowhere else. */
  readonly secrets: SecretSource
}

/** The run frames of a page. */
export interface Frames {
  /** Makes a frame that can reach the sources, and gives the port over which its worker is asked. */
  open(sources: readonly string[]): Promise<{ readonly frame: number; readonly port: MessagePort }>
  close(frame: number): void
}

/** A frame that has not started by then never will. */
const patience = 15_000

/** Makes the run frames of a page. */
export function createFrames({ document, secrets }: FramesParts): Frames {
  const frames = new Map<number, HTMLIFrameElement>()
  const page = document.defaultView ?? window
  let last = 0
  return {
    async open(sources) {
      const frame = ++last
      const element = document.createElement("iframe")
      element.hidden = true
      element.title = "Requests of runs"
      element.src = new URL("run-frame.html", document.baseURI).href
      const [asker, vault] = [new MessageChannel(), new MessageChannel()]
      expose({ find: (name: string) => secrets.find(name) } satisfies SecretSource, vault.port1)
      frames.set(frame, element)
      try {
        await started(page, element, () =>
          element.contentWindow?.postMessage({ sources }, page.location.origin, [asker.port2, vault.port2]),
        )
      } catch (cause) {
        element.remove()
        frames.delete(frame)
        throw cause
      }
      return { frame, port: asker.port1 }
    },
    close(frame) {
      frames.get(frame)?.remove()
      frames.delete(frame)
    },
  }
}

/** Puts the frame into the page, gives it its order once it listens, and waits until its worker runs. */
function started(page: Window, element: HTMLIFrameElement, order: () => void): Promise<void> {
  return new Promise((done, fail) => {
    const hear = ({ source, origin, data }: MessageEvent): void => {
      if (source !== element.contentWindow || origin !== page.location.origin) return
      if (data === "listening") order()
      else if (data === "started") finish(done)
      else finish(() => fail(new Error(String((data as { failed?: string } | null)?.failed))))
    }
    const timer = setTimeout(() => finish(() => fail(new Error("it does not answer"))), patience)
    const finish = (how: () => void): void => {
      clearTimeout(timer)
      page.removeEventListener("message", hear)
      how()
    }
    page.addEventListener("message", hear)
    page.document.body.append(element)
  })
}
