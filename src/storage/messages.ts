import { liveQuery } from "dexie"
import { type AppMessage, type KeptMessage, messageStore, readMessage } from "../model/messages.ts"
import type { Database } from "./database.ts"

/** Messages that runs left for a person, and what people wrote into the chat. */
export interface MessageStore {
  /** Calls back with all messages in order of time, now and whenever one comes or goes in any tab. */
  watch(hear: (messages: readonly KeptMessage[]) => void): () => void
  add(message: AppMessage): Promise<void>
  remove(keys: readonly string[]): Promise<void>
}

/** The most messages that are read at once: the latest. */
const most = 2_000

/** Keeps messages in the browser's database, beside what steps keep. */
export function createMessageStore({ kept }: Database, newId: () => string): MessageStore {
  const all = async (): Promise<KeptMessage[]> => {
    const rows = await kept
      .where("[store+key]")
      .between([messageStore, ""], [messageStore, "\uffff"], true, true)
      .toArray()
    return rows
      .flatMap(({ key, value }) => readMessage(key, value) ?? [])
      .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))
      .slice(-most)
  }
  return {
    watch(hear) {
      const subscription = liveQuery(all).subscribe({ next: hear })
      return () => subscription.unsubscribe()
    },
    async add(message) {
      await kept.put({ store: messageStore, key: `person:${newId()}`, value: { ...message } })
    },
    async remove(keys) {
      await kept.bulkDelete(keys.map((key): [string, string] => [messageStore, key]))
    },
  }
}
