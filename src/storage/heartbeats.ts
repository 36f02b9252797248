import type { Database, HeartbeatRow } from "./database.ts"

/** The signs of life that places leave while runs are in their hands. */
export interface Heartbeats {
  beat(heartbeat: HeartbeatRow): Promise<void>
  all(): Promise<readonly HeartbeatRow[]>
  forget(place: string): Promise<void>
}

/** Keeps heartbeats in the browser's database. Losing the last one does no harm, so they need not be strict. */
export function createHeartbeats({ heartbeats }: Database): Heartbeats {
  return {
    async beat(heartbeat) {
      await heartbeats.put(heartbeat)
    },
    all: () => heartbeats.toArray(),
    forget: place => heartbeats.delete(place),
  }
}
