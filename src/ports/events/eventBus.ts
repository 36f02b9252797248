import type { Json } from "../../lib/json.ts"
import { ok } from "../../lib/result.ts"
import type { EventsPort } from "../../model/ports.ts"
import { createSeen } from "../createSeen.ts"

/** An event that a step has emitted. */
export interface Emitted {
  readonly name: string
  readonly value: Json
  /** The same for every repeat of it: whoever keeps what it heard knows the repeat by this. */
  readonly id: string
}

/** Carries events from steps to those who listen, within one process. */
export interface EventBus {
  /** The port of one attempt. What was heard under its key before is not heard again. */
  port(key: string): EventsPort
  /**
   * Calls back with each event of the name, or with all; what it returns ends that. The event counts as emitted once
   * all who listen have heard it, so that what they start because of it is not lost with a crash.
   */
  listen(name: string | null, heard: (event: Emitted) => unknown): () => void
}

/** Makes a bus. Who listens late has missed what came before. */
export function createEventBus(): EventBus {
  const listeners = new Set<{
    readonly name: string | null
    readonly heard: (event: Emitted) => unknown
  }>()
  const seen = createSeen()
  return {
    port(key) {
      let count = 0
      return {
        emit(name, value, as) {
          const event = { name, value, id: `${key}:${as ?? count++}` }
          return seen.once(event.id, async () => {
            const hearing = [...listeners].filter(one => one.name === null || one.name === name)
            await Promise.all(hearing.map(one => one.heard(event)))
            return ok(undefined)
          })
        },
      }
    },
    listen(name, heard) {
      const listener = { name, heard }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
