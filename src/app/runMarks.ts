import {
  noMarks,
  type RunMarks,
  type StepState,
  type StepWords,
  type WireState,
  wireName,
} from "../editor/runSlots.ts"
import { t } from "../language/t.ts"
import { sayPrice } from "../runs/cost.ts"
import type { RunStoreState } from "../runs/runStore.ts"
import type { RunView, StepLook, StepRow } from "../runs/runView.ts"
import { sayTime, stepLooks } from "../runs/statusLooks.ts"
import { canActAt } from "../runs/step/canActAt.ts"
import type { Lit } from "../runs/whyLit.ts"

/** The last characters of a streamed text that a card has room for. */
const shownText = 90

const icons: { readonly [Look in StepLook]: StepState["icon"] } = {
  ready: "ready",
  running: "running",
  waiting: "waiting",
  retrying: "retrying",
  in_doubt: "doubt",
  differs: "doubt",
  completed: "done",
  failed: "failed",
  skipped: "none",
  cancelled: "none",
  in_part: "none",
  unknown: "none",
}

/** What a page knows of a run, as far as the canvas shows it. */
type Shown = Pick<RunStoreState, "view" | "texts" | "shares">

/** How the canvas shows the run; what has not changed is the same as before, so that nothing is drawn for it. */
export function marksOf(shown: Shown, stale: ReadonlyMap<string, string>, before: RunMarks): RunMarks {
  const { view } = shown
  if (view === null) return withoutRun(before)
  const states = new Map<string, StepState>()
  for (const [id, row] of view.steps) {
    const state: StepState = {
      ...{ say: stepLooks[row.look].say(), icon: icons[row.look], look: stepLooks[row.look].look },
      isAside: row.look === "skipped" || row.look === "cancelled",
      facts: factsOf(row),
      isAsking: canActAt(id, view),
      standIn: row.standIn ?? "",
      stale: row.look === "skipped" ? "" : (stale.get(id) ?? ""),
    }
    const known = before.states.get(id)
    states.set(id, known !== undefined && isSame(known, state) ? known : state)
  }
  return marksSaid(shown, { ...before, states, wires: wiresOf(view) })
}

/**
 * The same run, in which steps have only said more: those are looked at and no others, for words come with every
 * frame, and a workflow may have thousands of steps.
 */
export function marksSaid({ view, texts, shares }: Shown, before: RunMarks): RunMarks {
  const said = new Map<string, StepWords>()
  let isSame = true
  if (view !== null && view.moment === view.events) {
    for (const id of new Set([...texts.keys(), ...shares.keys()])) {
      if (view.steps.get(id)?.endedAt !== null) continue
      const words = { text: (texts.get(id) ?? "").slice(-shownText), share: shares.get(id) ?? null }
      const known = before.said.get(id)
      const isKnown = known?.text === words.text && known.share === words.share
      isSame &&= isKnown
      said.set(id, isKnown ? known : words)
    }
  }
  return isSame && said.size === before.said.size ? before : { ...before, said }
}

/** Nothing of a run, and what is tried out all the same. */
export function withoutRun(marks: RunMarks): RunMarks {
  const { states, said, wires } = noMarks
  return { ...marks, states, said, wires }
}

/** The same, with what has a part in a value standing out, and all else aside. */
export function litMarks(marks: RunMarks, { steps, wires }: Lit): RunMarks {
  const lit = new Set(wires.map(({ from, outlet, to }) => wireName(from, outlet, to)))
  const states = new Map([...marks.states].map(([id, state]) => [id, { ...state, isAside: !steps.has(id) }]))
  const along = new Map<string, WireState>()
  for (const name of marks.wires.keys()) along.set(name, lit.has(name) ? "flowing" : "dead")
  return { ...marks, states, wires: along }
}

function wiresOf(view: RunView): ReadonlyMap<string, WireState> {
  const wires = new Map<string, WireState>()
  for (const [name, look] of view.wires) {
    const target = view.steps.get(name.slice(name.lastIndexOf("\n") + 1))
    const isGoing = target !== undefined && target.endedAt === null && view.endedAt === null && !view.isCut
    wires.set(name, look === "taken" && isGoing ? "flowing" : look)
  }
  return wires
}

/** How long it took, which try it was, how much of it is done and what it cost. */
function factsOf(row: StepRow): string {
  const { look, startedAt, endedAt, attempt, inside, visit, reused, standIn } = row
  if (look === "skipped") return ""
  if (standIn !== undefined) return standIn === "pinned" ? t`pinned` : t`made up`
  return [
    visit > 1 ? t`visit ${visit}` : "",
    attempt > 1 ? t`try ${attempt}` : "",
    inside === null || inside.begun < 2 ? "" : `${inside.ended}/${inside.begun}`,
    reused ? t`taken over` : endedAt === null ? "" : sayTime(endedAt - startedAt),
    sayPrice(row),
  ]
    .filter(Boolean)
    .join(" · ")
}

function isSame(a: StepState, b: StepState): boolean {
  return (
    a.say === b.say &&
    a.facts === b.facts &&
    a.isAside === b.isAside &&
    a.isAsking === b.isAsking &&
    a.standIn === b.standIn &&
    a.stale === b.stale
  )
}
