import { offerEngine } from "./engineLine.ts"
import { createSharedReader } from "./sharedReader.ts"

/*
 * The entry of the engine's thread. The engine and the kinds are loaded after it listens, for they are large; what reads
 * the history is small, and goes before them.
 */

const ahead = import("./historyAhead.ts").then(({ createHistoryAhead }) => createHistoryAhead())

offerEngine(
  async (place, page) => {
    const begun = await ahead
    const [{ createPageEngine }, { steps }] = await Promise.all([
      import("./pageEngine.ts"),
      import("../steps/registry.ts"),
    ])
    return createPageEngine(place, page, steps, { ahead: begun })
  },
  createSharedReader(),
  async query => (await ahead).index.history(query),
)
