/** What the tabs of one browser share. */
export interface Tabs {
  readonly locks: Pick<LockManager, "request" | "query">
  /** Joins all tabs that know the name: calls back with what the others say. */
  join(name: string, hear: (word: unknown) => void): { say(word: string): void; leave(): void }
}

/** The other tabs of this browser. */
export function createTabs(page: Pick<Navigator, "locks">): Tabs {
  return {
    locks: page.locks,
    join(name, hear) {
      const channel = new BroadcastChannel(name)
      channel.addEventListener("message", ({ data }) => hear(data))
      return { say: word => channel.postMessage(word), leave: () => channel.close() }
    },
  }
}
