import { expect, test } from "vitest"
import { isMap } from "../../lib/json.ts"
import type { Ports } from "../../model/ports.ts"
import { type Cassette, liveStance, type PortCall, type Stance } from "../../model/recording.ts"
import type { AnyStep, Example, Outcome, StepContext } from "../../model/step.ts"
import { steps } from "../../steps/registry.ts"
import { createTestPorts, type TestPorts } from "../../steps/testing/createTestPorts.ts"
import { createFiles } from "../files/files.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { absentPorts } from "../recording/absentPorts.ts"
import { type ModeEnding, modedPorts } from "./modedPorts.ts"

/*
 * Every example of every step, as a run of each mode has it: recorded, replayed with nobody there to ask and the same
 * outcome, and tried in a sandbox, where nothing outside may change.
 */

const cases = steps
  .filter(step => step.run !== undefined && step.needs.length > 0)
  .flatMap(step => step.examples.map(example => [step.kind, example.title, step, example] as const))

interface Tried {
  readonly outcome: Outcome
  readonly ending: ModeEnding
  readonly files: { readonly [path: string]: string }
  readonly asked: TestPorts["asked"]
}

/** Runs the example in a world of its own, by ports as the stance has them. */
async function attempt(step: AnyStep, example: Example, stance: Stance, isThere = true): Promise<Tried> {
  const { scope, files = {}, answers = {} } = example
  const real = createTestPorts({ answers })
  const home = createMemoryHome(() => 5, isThere ? files : {})
  const { files: _, clock, random, jobs, code, steps: calls, ...outside } = real
  const others: Partial<Ports> = { clock, random, jobs, code, ...(isThere ? outside : absentPorts) }
  const live = { home, over: (over: typeof home) => ({ files: createFiles(over) }), others }
  const { ports, ending } = modedPorts("it#1", stance, live as never, { now: () => 5 })
  const run = stance.mode === "sandbox" ? (step.sandbox ?? step.run) : step.run
  const incoming = scope?.incoming
  const context: StepContext = {
    ...{ ports: { ...ports, steps: calls } as Ports, key: "key-1", attempt: 1, incoming, memory: undefined },
    signal: new AbortController().signal,
    arrivals:
      isMap(incoming) && Array.isArray(step.inlets)
        ? Object.entries(incoming).map(([inlet, value]) => ({ from: inlet, outlet: "success", inlet, value }))
        : [{ from: "before", outlet: "success", inlet: 1, value: incoming ?? null }],
    about: { workflow: "w", run: "r", step: "s" },
    ...{ log: () => {}, progress: () => {}, stream: () => {} },
  }
  const outcome = (await run?.(step.input.parse(example.with), context)) as Outcome
  return {
    outcome,
    ending: await ending(outcome.type === "done"),
    files: home.all(),
    asked: real.asked,
  }
}

function cassetteOf(calls: readonly PortCall[]): Cassette {
  return {
    ...{ run: "r", mode: "live", startedAt: 5, seed: 1, inputs: {}, timers: [] },
    steps: { "it#1": { attempts: [[...calls]] } },
  }
}

test("there are many", () => {
  expect(cases.length).toBeGreaterThan(60)
})

test.each(cases)("%s: %s, recorded and replayed offline", async (_kind, _title, step, example) => {
  const live = await attempt(step, example, liveStance)
  const cassette = cassetteOf(JSON.parse(JSON.stringify(live.ending.calls ?? [])) as PortCall[])
  const replay: Stance = { ...liveStance, mode: "replay", cassette }
  const again = await attempt(step, example, replay, false)
  expect(again.outcome).toEqual(live.outcome)
  expect(again.files).toEqual({})
})

test.each(cases)("%s: %s, in a sandbox", async (_kind, _title, step, example) => {
  const { outcome, files, asked } = await attempt(step, example, {
    ...liveStance,
    ...{ mode: "sandbox", models: "simulated" },
  })
  expect(outcome.type).toMatch(/^(done|failed|waiting)$/)
  expect(files).toEqual(example.files ?? {})
  expect(asked.filter(changesSomething)).toEqual([])
})

const reading = ["git.fetch", "git.status", "git.log", "git.diff", "tables.rows", "code.run"]

function changesSomething({ port, what, with: asked }: TestPorts["asked"][number]): boolean {
  if (port === "http")
    return isMap(asked) && asked.reads !== true && !["GET", "HEAD", "OPTIONS"].includes(String(asked.method))
  if (port === "ai") return isMap(asked) && asked.provider !== "simulated"
  return port !== "crypto" && port !== "steps" && !reading.includes(`${port}.${what}`)
}
