import { useEffect, useState } from "react"
import { type WouldDo, wholeOutbox } from "../../engine/core/wouldDo.ts"
import { createRunStore } from "../runStore.ts"
import { useRuns } from "../runsContext.ts"

/** What a run would do, with what the runs would that it started: these are followed too. */
export function useWholeOutbox(would: WouldDo): WouldDo {
  const { service, kinds } = useRuns()
  const [found, setFound] = useState<ReadonlyMap<string, WouldDo>>(new Map())
  const wanted = runsBehind(would, found).join("\n")
  useEffect(() => {
    const stores = wanted
      .split("\n")
      .flatMap(run => (run === "" ? [] : [createRunStore(service, kinds, run)]))
    const endings = stores.map(({ run, store }) =>
      store.subscribe(({ view }, before) => {
        const now = view?.would
        if (now && now !== before.view?.would) setFound(known => new Map([...known, [run, now]]))
      }),
    )
    return () => {
      for (const end of endings) end()
      for (const store of stores) store.close()
    }
  }, [wanted, service, kinds])
  return wholeOutbox(would, run => found.get(run))
}

/** The runs that the run started, and those that these did, as far as they are known. */
function runsBehind(would: WouldDo, found: ReadonlyMap<string, WouldDo>): string[] {
  return [...would.started.keys()].flatMap(run => {
    const theirs = found.get(run)
    return theirs === undefined ? [run] : [run, ...runsBehind(theirs, found)]
  })
}
