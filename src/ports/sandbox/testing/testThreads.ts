import { join } from "node:path"
import { bundle, nodeProgram } from "../../../dev/build.mjs"
import { root } from "../../../dev/project.mjs"
import { createNodeThreads } from "../nodeThread.ts"
import type { Thread } from "../protocol.ts"

/** Real threads of Node for tests, from the guest's entry as it is now. */
export async function createTestThreads(name: string): Promise<() => Thread> {
  const folder = `.cache/guest/${name}`
  await bundle(nodeProgram({ guest: "src/ports/sandbox/nodeGuest.ts" }, folder))
  return createNodeThreads(join(root, folder, "guest.js"))
}
