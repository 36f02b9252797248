import type { CDPSession, Page } from "@playwright/test"
import { line } from "./measurePage.ts"

/* What the thread of a page does with its time, from the browser's own trace: who else uses the machine matters less. */

/** What the browser calls the parts of its work, and what we do. */
const parts: { readonly [event: string]: string } = {
  FunctionCall: "script",
  EvaluateScript: "script",
  RunMicrotasks: "script",
  FireAnimationFrame: "script",
  UpdateLayoutTree: "looks of elements",
  Layout: "layout",
  PrePaint: "before painting",
  Paint: "painting",
  Layerize: "layers",
  Commit: "handing over",
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  /** Processor time in microseconds, where the browser says it. */
  readonly tdur?: number
  readonly dur?: number
  readonly args?: { readonly name?: string }
}

/** Traces the page for so many milliseconds, and prints what a second of it costs the page's thread, and of what sort. */
export async function frameCost(page: Page, when: string, milliseconds: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const events = await traced(session, () => page.waitForTimeout(milliseconds))
  await session.detach()
  const main = busiestMain(events)
  const own = events.filter(({ pid, tid, ph }) => pid === main.pid && tid === main.tid && ph === "X")
  const seconds = milliseconds / 1_000
  const frames = own.filter(({ name }) => name === "Commit").length
  const perSecond = (some: readonly TraceEvent[]) =>
    some.reduce((all, each) => all + cost(each), 0) / 1_000 / seconds
  const tasks = own.filter(({ name }) => name === "ThreadControllerImpl::RunTask")
  line(`frames handed over a second ${when}`, frames / seconds, "")
  line(`the page's thread ${when}, of a second`, perSecond(tasks), "ms")
  line(`the page's thread ${when}, a frame`, (perSecond(tasks) * seconds) / Math.max(1, frames), "ms")
  for (const part of new Set(Object.values(parts)))
    line(`  ${part}`, perSecond(outermost(own.filter(({ name }) => parts[name] === part))), "ms")
  for (const name of ["Compositor", "VizCompositorThread", "CompositorTileWorker"]) {
    const threads = threadsCalled(events, name)
    const busy = events.filter(
      each =>
        each.ph === "X" &&
        threads.has(`${each.pid}.${each.tid}`) &&
        each.name === "ThreadControllerImpl::RunTask",
    )
    line(`  ${name}`, perSecond(busy), "ms")
  }
}

function cost({ tdur, dur }: TraceEvent): number {
  return tdur ?? dur ?? 0
}

async function traced(session: CDPSession, meanwhile: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = []
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: [
        "toplevel",
        "devtools.timeline",
        "disabled-by-default-devtools.timeline",
        "__metadata",
      ],
    },
  })
  await meanwhile()
  const ended = new Promise<void>(done => session.once("Tracing.tracingComplete", () => done()))
  await session.send("Tracing.end")
  await ended
  return events
}

/** Which of the browser's threads are called so, or begin so. */
function threadsCalled(events: readonly TraceEvent[], name: string): ReadonlySet<string> {
  const named = events.filter(each => each.name === "thread_name" && each.args?.name?.startsWith(name))
  return new Set(named.map(({ pid, tid }) => `${pid}.${tid}`))
}

/** The thread of the page that has done most. */
function busiestMain(events: readonly TraceEvent[]): { pid: number; tid: number } {
  const main = threadsCalled(events, "CrRendererMain")
  const sums = new Map<string, { pid: number; tid: number; sum: number }>()
  for (const each of events) {
    const key = `${each.pid}.${each.tid}`
    if (each.ph !== "X" || !main.has(key)) continue
    const known = sums.get(key) ?? { pid: each.pid, tid: each.tid, sum: 0 }
    known.sum += cost(each)
    sums.set(key, known)
  }
  const [most] = [...sums.values()].sort((a, b) => b.sum - a.sum)
  if (most === undefined) throw new Error("Expected a thread of a page")
  return most
}

/** Those that stand in no other of them. */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = 0
  return [...events]
    .sort((a, b) => a.ts - b.ts)
    .filter(({ ts, dur = 0 }) => {
      if (ts < end) return false
      end = ts + dur
      return true
    })
}
