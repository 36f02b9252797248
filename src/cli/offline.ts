import type { ReplayParts } from "../engine/loop/replaying.ts"
import { createJobs } from "../ports/jobs/jobs.ts"
import { createNodeJobThreads } from "../ports/jobs/nodeJobThreads.ts"
import { createNodeThreads } from "../ports/sandbox/nodeThread.ts"
import { createSandbox, type Sandbox } from "../ports/sandbox/sandbox.ts"
import { createReplayParts } from "../worker/replayParts.ts"
import { kinds } from "./place.ts"
import { threadEntry } from "./threadEntry.ts"

/** Does the work with what plays cassettes in the terminal, and ends its threads afterwards. */
export async function offline<T>(work: (parts: ReplayParts) => Promise<T>): Promise<T> {
  let sandbox: Sandbox | undefined
  const jobs = createJobs({ spawn: createNodeJobThreads(threadEntry("job")) })
  const open = (): Sandbox => {
    sandbox ??= createSandbox({ spawn: createNodeThreads(threadEntry("guest")) })
    return sandbox
  }
  try {
    return await work(createReplayParts({ kinds: kind => kinds.get(kind), sandbox: open, jobs }))
  } finally {
    sandbox?.close()
    jobs.close()
  }
}
