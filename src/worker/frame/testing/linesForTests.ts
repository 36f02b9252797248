import { afterAll } from "vitest"
import { createFrameLines, type FrameLines } from "../../../ports/http/frame/frameLines.ts"
import type { SecretValue } from "../../../ports/secrets/secretSource.ts"
import { createFrames } from "../frames.ts"

/** Lines to real frames of this page, which are closed after the tests of the file. */
export function linesForTests(find: (name: string) => SecretValue | undefined): FrameLines {
  const frames = createFrames({ document, secrets: { find: async name => find(name) } })
  const opened: number[] = []
  afterAll(() => {
    for (const frame of opened) frames.close(frame)
  })
  return createFrameLines(async sources => {
    const { frame, port } = await frames.open(sources)
    opened.push(frame)
    return { port, close: () => frames.close(frame) }
  })
}
