import type { RunEvent } from "../../../src/engine/core/event.ts"
import type { Journal } from "../../../src/model/journal.ts"
import { steps } from "../../../src/steps/registry.ts"
import { offerEngine } from "../../../src/worker/engineLine.ts"
import { createHistoryAhead } from "../../../src/worker/historyAhead.ts"
import { createPageEngine } from "../../../src/worker/pageEngine.ts"
import { createSharedReader } from "../../../src/worker/sharedReader.ts"
import { faultEffect } from "./faultEffect.ts"

/** At which event the journal is held: before the commit that has it, or after. */
export interface Hold {
  readonly at: number
  readonly when: "before" | "after"
}

/* The engine as it is shipped, with one kind more, and a journal that stops where the trial says. */

const ahead = createHistoryAhead()

offerEngine(
  async (place, page) => {
    const hold = (await (await fetch("/hold")).json()) as Hold | null
    const around = (journal: Journal<RunEvent>) => heldAt(journal, hold)
    return createPageEngine(place, page, [...steps, faultEffect], { around, ahead })
  },
  createSharedReader(),
  ahead.index.history,
)

function heldAt(journal: Journal<RunEvent>, hold: Hold | null): Journal<RunEvent> {
  let isOver = hold === null
  return {
    ...journal,
    async append(run, fence, events, commit) {
      const isHere = !isOver && hold !== null && fence.seq + events.length > hold.at
      if (isHere) isOver = true
      if (isHere && hold?.when === "before") await fetch("/held", { method: "POST" })
      const appended = await journal.append(run, fence, events, commit)
      if (isHere && hold?.when === "after") await fetch("/held", { method: "POST" })
      return appended
    },
  }
}
