import type { LoopParts, Outside } from "../engine/loop/loopParts.ts"
import type { EventsPort } from "../model/ports.ts"
import { createSimulatedAi } from "../ports/ai/simulated.ts"
import { createEventBus, type Emitted } from "../ports/events/eventBus.ts"
import { createDexieFiles } from "../ports/files/dexieHome.ts"
import { createFiles } from "../ports/files/files.ts"
import { createJobs } from "../ports/jobs/jobs.ts"
import { modedPorts } from "../ports/modes/modedPorts.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import type { GuestTime } from "../ports/sandbox/protocol.ts"
import type { Sandbox } from "../ports/sandbox/sandbox.ts"
import type { Database } from "../storage/database.ts"
import type { Channel } from "./calls.ts"
import { createJobThreads } from "./jobThreads.ts"

/** The ports of a page: its private workspace, events between its runs, and user code behind its walls. */
export function createPagePorts(parts: {
  readonly database: Database
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
  /** The events port of an attempt, by its key. */
  readonly events: (key: string) => EventsPort
}): LoopParts["ports"] {
  const { database, events } = parts
  const code = createCodePort(parts)
  const ai = createSimulatedAi()
  const jobs = createJobs({ spawn: createJobThreads() })
  const now = () => parts.time().now
  return ({ key, name, stance }, basic) => {
    const { home, staged } = createDexieFiles(database.kept, now)
    const others = { ...basic, code, events: events(key), ai, jobs }
    const moded = modedPorts(
      name,
      stance,
      { home, over: over => ({ files: createFiles(over) }), others },
      { now, warn: console.warn, pace: after },
    )
    return { ...moded, staged }
  }
}

function after(milliseconds: number): Promise<void> {
  return new Promise(go => setTimeout(go, milliseconds))
}

/** Named events of steps, heard by every run of every tab that waits for them. */
export function createEventLine(channel: Channel): {
  readonly port: (key: string) => EventsPort
  readonly outside: Outside
} {
  const bus = createEventBus()
  const elsewhere = new Set<(event: Emitted) => void>()
  bus.listen(null, event => channel.postMessage({ emitted: event }))
  channel.addEventListener("message", message => {
    const { data } = message as MessageEvent<{ readonly emitted?: Emitted } | null>
    if (data?.emitted !== undefined) for (const hear of elsewhere) hear(data.emitted)
  })
  return {
    port: bus.port,
    outside: {
      listen(_, wait, answer) {
        if (wait.for !== "event") return () => {}
        const hear = ({ name, value }: Emitted): void => {
          if (name === wait.name) answer({ value })
        }
        elsewhere.add(hear)
        const end = bus.listen(wait.name, hear)
        return () => {
          end()
          elsewhere.delete(hear)
        }
      },
    },
  }
}
