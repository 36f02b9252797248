import { noMarks, type RunMarks, type StepState, type WireState, wireName } from "../editor/runSlots.ts"
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
  completed: "done",
  failed: "failed",
  skipped: "none",
  cancelled: "none",
}

/** How the canvas shows the run; what has not changed is the same as before, so that nothing is drawn for it. */
export function marksOf(
  { view, texts, shares }: Pick<RunStoreState, "view" | "texts" | "shares">,
  stale: ReadonlyMap<string, string>,
  before: RunMarks,
): RunMarks {
  if (view === null) return withoutRun(before)
  const isNow = view.moment === view.events
  const states = new Map<string, StepState>()
  for (const [id, row] of view.steps) {
    const isOpen = row.endedAt === null && isNow
    const state: StepState = {
      ...{ say: stepLooks[row.look].say, icon: icons[row.look], look: stepLooks[row.look].look },
      isAside: row.look === "skipped" || row.look === "cancelled",
      facts: factsOf(row),
      ...saidOf(id, isOpen, texts, shares),
      isAsking: canActAt(id, view),
      standIn: row.standIn ?? "",
      stale: row.look === "skipped" ? "" : (stale.get(id) ?? ""),
    }
    const known = before.states.get(id)
    states.set(id, known !== undefined && isSame(known, state) ? known : state)
  }
  return { ...before, states, wires: wiresOf(view) }
}

/**
 * The same run, in which steps have only said more: those are looked at and no others, for words come with every
 * frame, and a workflow may have thousands of steps.
 */
export function marksSaid(
  { view, texts, shares }: Pick<RunStoreState, "view" | "texts" | "shares">,
  before: RunMarks,
): RunMarks {
  if (view === null || view.moment !== view.events) return before
  const said: [string, StepState][] = []
  for (const id of new Set([...texts.keys(), ...shares.keys()])) {
    const known = before.states.get(id)
    if (known === undefined || view.steps.get(id)?.endedAt !== null) continue
    const state = { ...known, ...saidOf(id, true, texts, shares) }
    if (!isSame(known, state)) said.push([id, state])
  }
  return said.length === 0 ? before : { ...before, states: new Map([...before.states, ...said]) }
}

/** What a step says while it is under way: its last words, and how far it is. */
function saidOf(
  id: string,
  isOpen: boolean,
  texts: ReadonlyMap<string, string>,
  shares: ReadonlyMap<string, number>,
): Pick<StepState, "text" | "share"> {
  if (!isOpen) return { text: "", share: null }
  return { text: (texts.get(id) ?? "").slice(-shownText), share: shares.get(id) ?? null }
}

/** Nothing of a run, and what is tried out all the same. */
export function withoutRun(marks: RunMarks): RunMarks {
  return { ...marks, states: noMarks.states, wires: noMarks.wires }
}

/** The same, with what has a part in a value standing out, and all else aside. */
export function litMarks(marks: RunMarks, { steps, wires }: Lit): RunMarks {
  const lit = new Set(wires.map(({ from, outlet, to }) => wireName(from, outlet, to)))
  const states = new Map([...marks.states].map(([id, state]) => [id, { ...state, isAside: !steps.has(id) }]))
  const along = new Map<string, WireState>()
  for (const [name, state] of marks.wires)
    along.set(name, lit.has(name) ? "flowing" : state === "dead" ? "dead" : "taken")
  return { ...marks, states, wires: along }
}

function wiresOf(view: RunView): ReadonlyMap<string, WireState> {
  const wires = new Map<string, WireState>()
  for (const [name, look] of view.wires) {
    const target = view.steps.get(name.slice(name.lastIndexOf("\n") + 1))
    const isGoing = target !== undefined && target.endedAt === null && view.endedAt === null
    wires.set(name, look === "taken" && isGoing ? "flowing" : look)
  }
  return wires
}

/** How long it took, which try it was, how much of it is done and what it cost. */
function factsOf(row: StepRow): string {
  const { look, startedAt, endedAt, attempt, inside, visit, reused, standIn } = row
  if (look === "skipped") return ""
  if (standIn !== undefined) return standIn === "pinned" ? "pinned" : t`made up`
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
    a.text === b.text &&
    a.share === b.share &&
    a.isAsking === b.isAsking &&
    a.standIn === b.standIn &&
    a.stale === b.stale
  )
}
