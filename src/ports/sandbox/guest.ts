import { roots } from "../../syntax/names.ts"
import { createCalls } from "./calls.ts"
import { runCode } from "./guestCode.ts"
import { type Limits, mostRealms } from "./limits.ts"
import type { Evaluated, FromGuest, GuestTime, Job, LibraryFunction, ToGuest, Trace } from "./protocol.ts"
import { tracedScope } from "./protocol.ts"
import { Breach, createRealm, type Realm, readAnswer, seedOf } from "./realm.ts"

/** What the thread hands to the guest. */
export interface GuestOptions {
  readonly wasm: WebAssembly.Module
  readonly library: { readonly [name: string]: LibraryFunction }
  readonly clock: () => number
  /** Loads the source of JSONata. */
  readonly jsonata: () => Promise<string>
  readonly post: (message: FromGuest) => void
}

const mostCompiled = 2_000

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
  async function loadFor(sources: readonly string[]): Promise<void> {
    if (jsonata === undefined && sources.some(source => source.includes("jsonata")))
      jsonata = await options.jsonata()
  }

  async function evaluate({
    id,
    run,
    jobs,
    time,
    limits,
  }: Extract<ToGuest, { type: "evaluate" }>): Promise<Evaluated[]> {
    await loadFor(jobs.map(({ source }) => source))
    const results: Evaluated[] = []
    let told = options.clock()
    const lives = (): void => {
      told = options.clock()
      options.post({ type: "begun", id })
    }
    for (const job of jobs) {
      if (options.clock() - told > betweenSigns) lives()
      results.push(await evaluateOne(run, job, time, limits, lives))
    }
    return results
  }

  async function evaluateOne(
    run: string,
    job: Job,
    time: GuestTime,
    limits: Limits,
    lives: () => void,
  ): Promise<Evaluated> {
    const known = rooms.get(run)
    const room = known ?? createRoom(await createRealm({ ...realmOptions, memory: limits.memory }))
    // Starting the engine does not count against what is evaluated in it.
    if (known === undefined) lives()
    rooms.delete(run)
    rooms.set(run, room)
    for (const [other, { realm }] of rooms) {
      if (rooms.size <= mostRealms) break
      realm.dispose()
      rooms.delete(other)
    }
    try {
      return room.evaluate(job, time, limits, texts)
    } catch (cause) {
      room.realm.dispose()
      rooms.delete(run)
      if (!(cause instanceof Breach)) throw cause
      // What filled the memory may be what earlier evaluations left in it: a fresh instance decides.
      if (cause.fault.code === "code_memory" && known !== undefined)
        return evaluateOne(run, job, time, limits, lives)
      return { ok: false, fault: cause.fault }
    }
  }

  return message => {
    if (message.type === "share") for (const [id, text] of message.values) texts.set(id, text)
    else if (message.type === "forget") {
      for (const id of message.values) texts.delete(id)
      for (const room of rooms.values()) room.forget(message.values)
    } else if (message.type === "answer") calls.answer(message.call, message)
    else {
      turn = turn.then(async () => {
        options.post({ type: "begun", id: message.id })
        if (message.type === "evaluate") {
          const results = await evaluate(message)
          options.post({ type: "evaluated", id: message.id, results })
        } else {
          await loadFor([message.job.source])
          const result = await runCode(message, realmOptions, calls, options.post)
          options.post({ type: "ran", id: message.id, result })
        }
      })
    }
  }
}

interface Room {
  readonly realm: Realm
  evaluate(job: Job, time: GuestTime, limits: Limits, texts: ReadonlyMap<number, string>): Evaluated
  forget(ids: readonly number[]): void
}

function createRoom(realm: Realm): Room {
  const { vm } = realm
  const compiled = new Map<string, number>()
  const held = new Set<number>()

  function compile({ source, traced }: Job): number {
    const name = traced ? `traced ${source}` : source
    const known = compiled.get(name)
    if (known !== undefined) return known
    const parameters = traced ? tracedScope : roots.join(",")
    const made = vm.evalCode(`(function(${parameters}){"use strict";return (${source}\n)})`, "expression")
    const index = vm
      .callFunction(realm.kernel("keep"), vm.undefined, made)
      .consume(handle => handle.toNumber())
    made.dispose()
    compiled.set(name, index)
    return index
  }

  return {
    realm,
    forget(ids) {
      for (const id of ids) if (held.delete(id)) realm.call("forget", vm.newNumber(id)).dispose()
    },
    evaluate(job, time, limits, texts) {
      if (compiled.size >= mostCompiled)
        throw new Breach({ code: "code_memory", message: "too many expressions" })
      realm.setTime(time)
      return realm.within(limits.time, () => {
        let index: number
        try {
          index = compile(job)
        } catch (cause) {
          const syntax = syntaxFault(cause)
          if (syntax) return syntax
          throw cause
        }
        for (const [, value] of job.slots) {
          if (typeof value !== "number" || held.has(value)) continue
          realm.call("share", vm.newNumber(value), vm.newString(texts.get(value) ?? "null")).dispose()
          held.add(value)
        }
        const spec = JSON.stringify({
          ...{ slots: job.slots, roots, traced: job.traced === true },
          seed: seedOf(job.source, time),
        })
        let text = realm
          .call("evaluate", vm.newNumber(index), vm.newString(spec))
          .consume(handle => handle.toString())
        vm.executePendingJobs()
        if (text === "p") text = realm.call("settled").consume(handle => handle.toString())
        if (text !== "p") {
          const answer = readAnswer(text, limits.output)
          if (!answer.ok || job.traced !== true) return answer
          const trace = JSON.parse(realm.call("trace").consume(handle => handle.toString())) as Trace
          return { ...answer, trace }
        }
        return { ok: false, fault: { code: "code_never_settled", message: "the promise never settles" } }
      })
    },
  }
}

/** A source that does not compile spoils nothing. */
function syntaxFault(cause: unknown): Evaluated | undefined {
  if (!(cause instanceof Error) || cause.name !== "SyntaxError") return undefined
  return { ok: false, fault: { code: "code_syntax", message: cause.message } }
}
