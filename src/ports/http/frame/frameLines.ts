import type { HostPattern } from "../../../model/hostPattern.ts"
import { httpProblem } from "../../../model/httpProblems.ts"
import { unsent } from "../../sent.ts"
import { createFrameClient, type FrameLine } from "./frameClient.ts"
import { sourcesOf } from "./frameSources.ts"
import { FetchRefused } from "./grantedFetch.ts"

/** Lines to run frames, one for each set of hosts. */
export interface FrameLines {
  /** The line over which these hosts can be reached, and no others. It throws a `FetchRefused` where none can be. */
  to(hosts: readonly HostPattern[]): Promise<FrameLine>
}

/** Makes a frame whose policy names the sources; it is taken away when `close` is called. */
export type OpenFrame = (
  sources: readonly string[],
) => Promise<{ readonly port: MessagePort; readonly close: () => void }>

interface Frame {
  readonly line: FrameLine
  readonly close: () => void
}

/** The most frames that are kept while nobody asks through them. */
const mostIdle = 4

/**
 * Makes lines over the frames that the function opens. A set of hosts that was asked for before is served by the same
 * frame; those that nobody asks through make room for new ones, so a grant that widens replaces its frame.
 */
export function createFrameLines(open: OpenFrame): FrameLines {
  const frames = new Map<string, Promise<Frame>>()

  function leaveIdle(): void {
    for (const [key, opening] of [...frames].slice(0, Math.max(0, frames.size - mostIdle))) {
      void opening.then(({ line, close }) => {
        if (line.busy() > 0 || !frames.delete(key)) return
        line.end()
        close()
      })
    }
  }

  async function start(key: string, sources: readonly string[]): Promise<Frame> {
    try {
      const { port, close } = await open(sources)
      return { line: createFrameClient(port), close }
    } catch (cause) {
      frames.delete(key)
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new FetchRefused(unsent(httpProblem("http_no_frame", { why })))
    }
  }

  return {
    async to(hosts) {
      const sources = sourcesOf(hosts)
      const key = sources.join(" ")
      const frame = frames.get(key) ?? start(key, sources)
      // The one asked last stands last.
      frames.delete(key)
      frames.set(key, frame)
      leaveIdle()
      return (await frame).line
    },
  }
}
