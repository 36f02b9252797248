import { createCalls } from "./calls.ts"
import { runCode } from "./guestCode.ts"
import type { Engine } from "./heap.ts"
import { type Limits, mostRealms } from "./limits.ts"
import type { Evaluated, FromGuest, LibraryFunction, ToGuest } from "./protocol.ts"
import { createRealm } from "./realm.ts"
import { createRoom, type Room } from "./room.ts"

/** What the thread hands to the guest. */
export interface GuestOptions {
  readonly engine: Engine
  readonly library: { readonly [name: string]: LibraryFunction }
  readonly clock: () => number
  /** Loads the source of JSONata. */
  readonly jsonata: () => Promise<string>
  readonly post: (message: FromGuest) => void
}

/** Milliseconds after which a batch shows again that it lives, so that the watchdog can tell which job hangs. */
const betweenSigns = 10

/**
 * The inside of the sandbox's thread: keeps one frozen realm for the expressions of each run, which it throws away
 * after any breach, and makes a realm of its own for each piece of code. Gives the function that takes the host's
 * messages.
 */
export function createGuest(options: GuestOptions): (message: ToGuest) => void {
  const texts = new Map<number, string>()
  const calls = createCalls()
  /** By run, the one used last at the end. */
  const rooms = new Map<string, Room>()
  let jsonata: string | undefined
  let turn: Promise<void> = Promise.resolve()
  const realmOptions = { ...options, jsonata: () => jsonata }

  /** JSONata is large, and so loaded once a source names it. */
  async function loadFor(sources: readonly { readonly source: string }[]): Promise<void> {
    if (jsonata === undefined && sources.some(({ source }) => source.includes("jsonata")))
      jsonata = await options.jsonata()
  }

  async function evaluate(message: Extract<ToGuest, { type: "evaluate" }>): Promise<Evaluated[]> {
    const { id, run, pieces, time, limits } = message
    let isKnown = message.isAlone === true
    for (const { sources } of pieces) await loadFor(sources)
    const results: Evaluated[] = []
    let told = options.clock()
    const lives = (): void => {
      isKnown = true
      told = options.clock()
      options.post({ type: "begun", id })
    }
    const ends = (result: Evaluated): void => {
      results.push(result)
      if (options.clock() - told > betweenSigns) lives()
    }
    for (const piece of pieces) {
      const before = results.length
      for (let from = 0; from < piece.count; from = results.length - before) {
        const room = await roomOf(run, limits, lives)
        if (!isKnown) lives()
        const broken = room.evaluate({ piece, time, limits, texts, ends }, from)
        if (broken === undefined) continue
        room.dispose()
        rooms.delete(run)
        // What filled the memory may be what earlier evaluations left in it: a fresh instance decides.
        if (broken.code !== "code_memory" || room.evaluated === 0) ends({ ok: false, fault: broken })
      }
    }
    return results
  }

  async function roomOf(run: string, limits: Limits, lives: () => void): Promise<Room> {
    let room = rooms.get(run)
    if (room === undefined) {
      room = createRoom(await createRealm({ ...realmOptions, memory: limits.memory }))
      // Starting the engine does not count against what is evaluated in it.
      lives()
    }
    rooms.delete(run)
    rooms.set(run, room)
    for (const [other, old] of rooms) {
      if (rooms.size <= mostRealms) break
      old.dispose()
      rooms.delete(other)
    }
    return room
  }

  return message => {
    if (message.type === "share") for (const [id, text] of message.values) texts.set(id, text)
    else if (message.type === "forget") {
      for (const id of message.values) texts.delete(id)
      for (const room of rooms.values()) room.forget(message.values)
    } else if (message.type === "answer") calls.answer(message.call, message)
    else {
      turn = turn.then(async () => {
        if (message.type === "evaluate") {
          const results = await evaluate(message)
          options.post({ type: "evaluated", id: message.id, results })
        } else {
          options.post({ type: "begun", id: message.id })
          await loadFor([message.job])
          const result = await runCode(message, realmOptions, calls, options.post)
          options.post({ type: "ran", id: message.id, result })
        }
      })
    }
  }
}
