import { isMap, type Json } from "../../lib/json.ts"
import type { Ports } from "../../model/ports.ts"
import type { AnyStep, Example, Outcome, StepContext } from "../../model/step.ts"
import type { FileHome } from "../../ports/files/home.ts"
import { createTestPorts, type TestPorts } from "./createTestPorts.ts"
import { makeCommits } from "./makeCommits.ts"

/** What a run of a step came to, and what it asked and said on the way. */
export interface Ran {
  readonly outcome: Outcome
  readonly ports: TestPorts
  readonly logged: readonly string[]
  readonly streamed: string
  readonly shares: readonly number[]
}

/** Runs a step with parameters that are evaluated already, as the engine would: parsed by its schema first. */
export async function runStep(
  step: AnyStep,
  parameters: unknown,
  situation: Omit<Example, "title" | "with"> & {
    readonly signal?: AbortSignal
    /** Ports for real, in place of those that answer what was prepared. */
    readonly ports?: Partial<Ports>
    /** What stands around the ports once all that was there before is laid out. */
    readonly portsFrom?: (ports: TestPorts) => Partial<Ports>
    readonly onProgress?: (share: number) => void
    /** What stands around the home of the files, and is told once all that was there before is laid out. */
    readonly beneath?: {
      readonly home: (home: FileHome) => FileHome
      readonly begin: (ports: TestPorts) => void
    }
  } = {},
): Promise<Ran> {
  const commits = situation.answers?.git ? undefined : situation.commits
  const ports = createTestPorts({
    ...(situation.files && !commits ? { files: situation.files } : {}),
    ...(situation.tables ? { tables: situation.tables } : {}),
    ...(situation.answers ? { answers: situation.answers } : {}),
    ...(situation.secrets ? { secrets: situation.secrets } : {}),
    ...(situation.beneath ? { beneath: situation.beneath.home } : {}),
  })
  if (commits) {
    await makeCommits(ports, commits)
    for (const [path, text] of Object.entries(situation.files ?? {})) await ports.files.write(path, text)
  }
  const [logged, shares]: [string[], number[]] = [[], []]
  let streamed = ""
  const incoming = situation.scope?.incoming
  const context: StepContext = {
    ports: { ...ports, ...situation.portsFrom?.(ports), ...situation.ports },
    signal: situation.signal ?? new AbortController().signal,
    key: "key-1",
    attempt: 1,
    about: { workflow: "w", run: "r", step: "s" },
    incoming,
    arrivals: arrivalsOf(step, incoming),
    memory: situation.memory,
    log: (level, message) => logged.push(`${level}: ${message}`),
    progress: share => {
      shares.push(share)
      situation.onProgress?.(share)
    },
    stream: text => {
      streamed += text
    },
  }
  situation.beneath?.begin(ports)
  const outcome = await step.run?.(step.input.parse(parameters), context)
  if (!outcome) throw new Error(`Expected ${step.kind} to have code but it has none`)
  return { outcome, ports, logged, streamed, shares }
}

/** Runs a worked example of a kind. */
export function runExample(step: AnyStep, { with: parameters, ...situation }: Example): Promise<Ran> {
  return runStep(step, parameters, situation)
}

/** What arrived: with named inlets one value for each, else one at the first. */
function arrivalsOf(step: AnyStep, incoming: Json | undefined): StepContext["arrivals"] {
  if (incoming === undefined) return []
  const { inlets } = step
  if (!Array.isArray(inlets) || !isMap(incoming)) {
    return [{ from: "before", outlet: "success", inlet: 1, value: incoming }]
  }
  return Object.entries(incoming).map(([inlet, value]) => ({
    from: `before_${inlet}`,
    outlet: "success",
    inlet,
    value,
  }))
}
