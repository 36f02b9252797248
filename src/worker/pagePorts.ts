import type { AttemptPlace, AttemptPorts, Outside } from "../engine/loop/loopParts.ts"
import type { Json } from "../lib/json.ts"
import { ok } from "../lib/result.ts"
import type { EventsPort } from "../model/ports.ts"
import { createSimulatedAi } from "../ports/ai/simulated.ts"
import { createDexieFiles } from "../ports/files/dexieHome.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import type { GuestTime } from "../ports/sandbox/protocol.ts"
import type { Sandbox } from "../ports/sandbox/sandbox.ts"
import type { Database } from "../storage/database.ts"
import type { Channel } from "./calls.ts"

/** The ports of a page: its private workspace, events between its runs, and user code behind its walls. */
export function createPagePorts(parts: {
  readonly database: Database
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
  readonly events: EventsPort
}): (place: AttemptPlace) => AttemptPorts {
  const { database, events } = parts
  const code = createCodePort(parts)
  const ai = createSimulatedAi()
  return () => {
    const { files, staged } = createDexieFiles(database.kept, () => parts.time().now)
    return { ports: { files, code, events, ai }, staged }
  }
}

/** Named events, heard by every run of every tab that waits for them. */
export function createEventLine(channel: Channel): { readonly port: EventsPort; readonly outside: Outside } {
  const listeners = new Set<(name: string, value: Json) => void>()
  const tell = (name: string, value: Json): void => {
    for (const listener of listeners) listener(name, value)
  }
  channel.addEventListener("message", event => {
    const { data } = event as MessageEvent<unknown>
    if (typeof data === "object" && data !== null && "event" in data && "value" in data)
      tell(String(data.event), data.value as Json)
  })
  return {
    port: {
      async emit(name, value) {
        channel.postMessage({ event: name, value })
        tell(name, value)
        return ok(undefined)
      },
    },
    outside: {
      listen(_, wait, answer) {
        if (wait.for !== "event") return () => {}
        const hear = (name: string, value: Json): void => {
          if (name === wait.name) answer({ value })
        }
        listeners.add(hear)
        return () => {
          listeners.delete(hear)
        }
      },
    },
  }
}
