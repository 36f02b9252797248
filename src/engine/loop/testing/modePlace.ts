import type { Json } from "../../../lib/json.ts"
import { ok } from "../../../lib/result.ts"
import type { AiAnswer, AiPort, Ports } from "../../../model/ports.ts"
import { withOpen } from "../../../model/testing/withOpen.ts"
import type { Step, Workflow } from "../../../model/workflow.ts"
import { createSimulatedAi } from "../../../ports/ai/simulated.ts"
import { createFiles } from "../../../ports/files/files.ts"
import { createMemoryHome } from "../../../ports/files/memoryHome.ts"
import { modedPorts } from "../../../ports/modes/modedPorts.ts"
import { createMemoryTables } from "../../../ports/tables/memoryTables.ts"
import { createTables } from "../../../ports/tables/tables.ts"
import { steps as kinds } from "../../../steps/registry.ts"
import { apply } from "../../core/apply.ts"
import { cassetteOf } from "../../core/cassette.ts"
import type { RunEvent } from "../../core/event.ts"
import { plan } from "../../core/plan.ts"
import { newRun, type RunState } from "../../core/state.ts"
import { createTestClock } from "../clock.ts"
import type { RunStart } from "../loopParts.ts"
import { createRuns, type Runs } from "../runs.ts"
import { createTestJournal } from "../testJournal.ts"
import { evaluateForTests } from "./scriptedEngine.ts"

/** A small world in memory, with all steps over it and every mode around them. */
export function modePlace(
  options: {
    readonly files?: { readonly [path: string]: string }
    readonly workflows?: readonly Workflow[]
    /** What the model claude says, in turn; the last one ever after. */
    readonly says?: readonly string[]
    /** How many milliseconds it takes to say it; none if left out. */
    readonly takes?: number
  } = {},
) {
  const { takes } = options
  const clock = createTestClock({ start: 1_000, scripted: takes !== undefined })
  const journal = createTestJournal()
  const home = createMemoryHome(() => clock.now(), options.files)
  const did: string[] = []
  const says = [...(options.says ?? ["Real."])]
  const known = new Map<string, Workflow>(options.workflows?.map(each => [each.id, each]))
  const said = (say: string) => async () => {
    did.push(say)
    return ok(undefined)
  }
  const ai: AiPort = {
    async chat(request) {
      if (request.provider === "simulated") return createSimulatedAi().chat(request)
      if (takes !== undefined) await clock.rest(takes)
      const text = (says.length > 1 ? says.shift() : says[0]) ?? ""
      did.push(`ai ${request.provider}`)
      for (const word of text.split(" ")) request.onText?.(word)
      return ok({
        ...{ text, model: "claude-1", stop: "end" },
        usage: { inputTokens: 10, outputTokens: 5, usd: 0.01 },
      } satisfies AiAnswer)
    },
  }
  const tables = createTables(createMemoryTables())
  const others: Partial<Ports> = {
    ...{ ai, tables },
    notify: {
      show: async ({ title }) => said(`show ${title}`)(),
      webhook: async ({ text }) => said(`webhook ${text}`)(),
      draft: async ({ subject }) => said(`draft ${subject}`)(),
      chat: async ({ text }) => said(`chat ${text}`)(),
    },
    events: { emit: async (name, value) => said(`emit ${name} ${JSON.stringify(value)}`)() },
    http: withOpen(async ({ method, url }) => {
      did.push(`${method} ${url}`)
      const body = new TextEncoder().encode(`answer ${did.length}`)
      return ok({ status: 200, url, headers: { "content-type": "text/plain" }, body })
    }),
  }
  const eventsOf = async (run: string): Promise<RunEvent[]> => {
    const events: RunEvent[] = []
    for await (const chunk of journal.read(run)) events.push(...chunk)
    return events
  }
  const notes: string[] = []
  const kindOf = (kind: string) => kinds.find(each => each.kind === kind)
  const open = (): Runs =>
    createRuns({
      note: (_, note) => note.type === "log" && notes.push(note.message),
      kinds: kindOf,
      // Expressions see the time as `moment`.
      evaluate: async (texts, names, time) => {
        const answer = await evaluateForTests(texts, { ...names, moment: time?.now ?? clock.now() })
        const isTimed = texts.some(text => text.includes("moment"))
        return answer.ok ? { ...answer, looked: { reads: [], isTimed } } : answer
      },
      clock,
      journal,
      ports: ({ name, stance }, basic) =>
        modedPorts(
          name,
          stance,
          { home, over: over => ({ files: createFiles(over) }), others: { ...basic, ...others } },
          { now: clock.now },
        ),
      workflows: {
        latest: async id => {
          const workflow = known.get(id)
          return workflow && { workflow, hash: id }
        },
        pinned: async hash => known.get(hash ?? ""),
      },
      cassette: async run => cassetteOf(await eventsOf(run)),
    })
  const runs = open()
  return {
    clock,
    journal,
    did,
    /** What was logged. */
    notes,
    home,
    tables,
    /** Everything in the workspace, as text. */
    files: (): { readonly [path: string]: string } => home.all(),
    open,
    runs,
    eventsOf,
    /** The state that these events of a run of the workflow come to. */
    stateOf(events: readonly RunEvent[], workflow: string): RunState {
      const state = newRun(plan(known.get(workflow) ?? { rivulet: 1, id: workflow, steps: [] }, kindOf))
      for (const event of events) apply(state, event)
      return state
    },
    cassette: async (run: string) => cassetteOf(await eventsOf(run)),
    async start(
      run: string,
      steps: readonly Step[],
      more: Partial<RunStart> & { readonly over?: Partial<Workflow> } = {},
    ) {
      const { over, ...start } = more
      const workflow: Workflow = { rivulet: 1, id: "w", steps, ...over }
      known.set(start.hash ?? "w", workflow)
      const started = await runs.start({ run, seed: 1, workflow, hash: "w", ...start })
      if (!started.ok) throw new Error(started.error.message)
      return started.value
    },
  }
}

/** The output of the last step of a run that has completed. */
export function outputOf(end: { readonly type: string; readonly end?: { readonly output: Json } }): Json {
  return end.end?.output ?? null
}
