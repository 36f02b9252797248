import { createMemoryHome } from "../ports/files/memoryHome.ts"
import { createOverlayHome } from "../ports/overlay/overlayHome.ts"
import { examplesOver } from "./testing/examplesOver.ts"

/* Every example that works on files, in a view over files that stay as they are: what a sandbox run sees. */

const now = () => Date.UTC(2026, 0, 31, 9)

examplesOver(async () => {
  const base = createMemoryHome(now)
  return { base, home: createOverlayHome(base, now) }
})
