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

/** What is done one after the other. */
type Work = Extract<ToGuest, { type: "evaluate" | "code" }>

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
  const work: Work[] = []
  let isAtWork = false
  const realmOptions = { ...options, jsonata: () => jsonata }

  /** JSONata is large, and so loaded once a source names it. */
  const isMissing = ({ source }: { readonly source: string }): boolean =>
    jsonata === undefined && source.includes("jsonata")

  async function goOn(): Promise<void> {
    isAtWork = true
    for (let next = work.shift(); next; next = work.shift())
      await (next.type === "evaluate" ? evaluate(next) : run(next))
    isAtWork = false
  }

  async function run(message: Extract<Work, { type: "code" }>): Promise<void> {
    options.post({ type: "begun", id: message.id })
    if (isMissing(message.job)) jsonata = await options.jsonata()
    const result = await runCode(message, realmOptions, calls, options.post)
    options.post({ type: "ran", id: message.id, result })
  }

  /** Waits for nothing that is there already, so that one evaluation alone is answered before anything else happens. */
  async function evaluate(message: Extract<Work, { type: "evaluate" }>): Promise<void> {
    const { id, run, pieces, time, limits } = message
    let isKnown = message.isAlone === true
    for (const { sources } of pieces) if (sources.some(isMissing)) jsonata = await options.jsonata()
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
        const room = rooms.get(run) ?? (await startRoom(limits, lives))
        keepLast(run, room)
        if (!isKnown) lives()
        const broken = room.evaluate({ piece, time, limits, texts, ends }, from)
        if (broken === undefined) continue
        room.dispose()
        rooms.delete(run)
        // What filled the memory may be what earlier evaluations left in it: a fresh instance decides.
        if (broken.code !== "code_memory" || room.evaluated === 0) ends({ ok: false, fault: broken })
      }
    }
    options.post({ type: "evaluated", id, results })
  }

  async function startRoom(limits: Limits, lives: () => void): Promise<Room> {
    const room = createRoom(await createRealm({ ...realmOptions, memory: limits.memory }))
    // Starting the engine does not count against what is evaluated in it.
    lives()
    return room
  }

  function keepLast(run: string, room: Room): void {
    rooms.delete(run)
    rooms.set(run, room)
    for (const [other, old] of rooms) {
      if (rooms.size <= mostRealms) break
      old.dispose()
      rooms.delete(other)
    }
  }

  return message => {
    if (message.type === "share") for (const [id, text] of message.values) texts.set(id, text)
    else if (message.type === "forget") {
      for (const id of message.values) texts.delete(id)
      for (const room of rooms.values()) room.forget(message.values)
    } else if (message.type === "answer") calls.answer(message.call, message)
    else {
      work.push(message)
      if (!isAtWork) goOn()
    }
  }
}
