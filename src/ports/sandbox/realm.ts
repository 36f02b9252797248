import { JSException, type JSValueHandle, QuickJS } from "quickjs-wasi"
import type { Json } from "../../lib/json.ts"
import type { Engine } from "./heap.ts"
import { stackBytes } from "./limits.ts"
import type { CodeFault, Evaluated, GuestTime, LibraryFunction, Trace } from "./protocol.ts"

/** What a realm is made of. */
export interface RealmOptions {
  readonly engine: Engine
  readonly library: { readonly [name: string]: LibraryFunction }
  readonly memory: number
  /** Real time, for limits; the guest sees only the time that it was handed. */
  readonly clock: () => number
  /** The source of JSONata, if it was loaded: it is whenever a source names it. */
  readonly jsonata: () => string | undefined
}

/** A breach after which the instance is not trusted any more. */
export class Breach {
  readonly fault: CodeFault
  constructor(fault: CodeFault) {
    this.fault = fault
  }
}

/** One instance of the engine: its own memory, its own globals, and nothing of the host's but the library. */
export interface Realm {
  readonly vm: QuickJS
  /** The kernel's function of that name. */
  kernel(name: string): JSValueHandle
  /** Calls the kernel's function of that name; the arguments are gone afterwards. */
  call(name: string, ...args: JSValueHandle[]): JSValueHandle
  setTime(time: GuestTime): void
  /**
   * Runs the work under the deadline; throws a `Breach` where the instance must not be used again. Work of several
   * parts says when one has ended, and the next one has all the time again.
   */
  within<T>(milliseconds: number, work: (partEnds: () => void) => T): T
  dispose(): void
}

/** Starts an engine, with the memory that was prepared for it. */
export async function createRealm(options: RealmOptions): Promise<Realm> {
  let deadline = Number.POSITIVE_INFINITY
  /** What was interrupted may have swallowed that on its way out; it counts all the same. */
  let isOverdue = false
  let time: GuestTime = { now: 0, timezone: "UTC" }
  const { wasm, heap } = options.engine
  const vm = await QuickJS.restore(
    { ...heap.places, memory: heap.memory, extensions: [] },
    {
      wasm,
      memoryLimit: options.memory,
      maxStackSize: stackBytes,
      interruptHandler() {
        isOverdue ||= options.clock() > deadline
        return isOverdue
      },
      timezoneOffset: seconds => -offsetMinutes(time.timezone, seconds * 1000),
      wasi: memory => ({
        clock_time_get(_clock: number, _precision: bigint, result: number) {
          new DataView(memory.buffer).setBigUint64(result, BigInt(Math.trunc(time.now)) * 1_000_000n, true)
          return 0
        },
      }),
    },
  )
  const kernelParts = vm.importHandle(heap.places.kernel)
  const parts = new Map<string, JSValueHandle>()
  for (const [name, run] of Object.entries(options.library)) addLibraryFunction(name, run)
  addJsonata()

  function kernel(name: string): JSValueHandle {
    const known = parts.get(name) ?? kernelParts.getProp(name)
    parts.set(name, known)
    return known
  }

  function call(name: string, ...args: JSValueHandle[]): JSValueHandle {
    try {
      return vm.callFunction(kernel(name), vm.undefined, ...args)
    } finally {
      for (const argument of args) argument.dispose()
    }
  }

  function addLibraryFunction(name: string, run: LibraryFunction) {
    vm.registerHostCallback(name, (...args) => {
      const text = call("argumentsOf", listOf(vm, args)).consume(handle => handle.toString())
      const value = run(JSON.parse(text) as Json[], time)
      return value === undefined ? vm.undefined : call("parse", vm.newString(JSON.stringify(value)))
    })
  }

  /** JSONata runs in the guest, walled in like the expression that asks it; its promise is driven to its end here. */
  function addJsonata() {
    let isLoaded = false
    vm.registerHostCallback("jsonata", (...args) => {
      const source = options.jsonata()
      if (source === undefined) throw new TypeError("Call jsonata by its name.")
      if (!isLoaded) {
        const made = vm.evalCode(
          `(() => { const exports = {}, module = { exports };${source}\nreturn module.exports })()`,
          "jsonata",
        )
        call("takeJsonata", made).dispose()
        isLoaded = true
      }
      call("ask", listOf(vm, args)).dispose()
      vm.executePendingJobs()
      const text = call("asked").consume(handle => handle.toString())
      if (text[0] === "v") return call("parse", vm.newString(text.slice(1)))
      if (text[0] === "n") throw new TypeError(`jsonata(text, value): ${text.slice(1)}`)
      if (text[0] !== "e") throw new TypeError("jsonata(text, value): the query never comes to a result")
      const [name, message = ""] = JSON.parse(text.slice(1)) as string[]
      throw name === "TypeError" ? new TypeError(message) : new Error(message)
    })
  }

  return {
    vm,
    kernel,
    call,
    setTime(given) {
      time = given
    },
    within(milliseconds, work) {
      const partEnds = () => {
        if (isOverdue) throw new Breach({ code: "code_timeout", message: "interrupted" })
        deadline = options.clock() + milliseconds
      }
      deadline = options.clock() + milliseconds
      try {
        const result = work(partEnds)
        partEnds()
        return result
      } catch (cause) {
        throw breachOf(cause)
      } finally {
        deadline = Number.POSITIVE_INFINITY
      }
    },
    dispose() {
      try {
        vm.dispose()
      } catch {
        // An instance that ran out of memory may not be able to tidy up; its memory goes with it all the same.
      }
    },
  }
}

/** A list of the guest's that holds the values. */
export function listOf(vm: QuickJS, values: readonly JSValueHandle[]): JSValueHandle {
  const list = vm.newArray()
  for (const [at, value] of values.entries()) list.setProp(String(at), value)
  return list
}

/** What the kernel answered, as a result; a fault that spoils the instance is thrown as a `Breach`. */
export function readAnswer(text: string, largest: number): Evaluated {
  const tag = text[0]
  if (tag === "t") {
    const end = text.indexOf("\n")
    const answer = readAnswer(text.slice(end + 1), largest)
    return answer.ok ? { ...answer, trace: JSON.parse(text.slice(1, end)) as Trace } : answer
  }
  const rest = text.slice(1)
  if (tag === "u") return { ok: true, json: undefined }
  if (tag === "v" && rest.length <= largest) return { ok: true, json: rest }
  if (tag === "v") return fault("code_too_large", `the result has ${rest.length} characters as JSON`)
  if (tag === "n") return fault("code_result", rest)
  if (tag === "e") return { ok: false, fault: thrownFault(rest) }
  throw new Breach({ code: "code_killed", message: "the engine gave no answer" })
}

function fault(code: CodeFault["code"], message: string): Evaluated {
  return { ok: false, fault: { code, message } }
}

function thrownFault(json: string): CodeFault {
  const [name = "Error", message = ""] = JSON.parse(json) as string[]
  const code = faultCode(name, message)
  if (code !== "code_threw") throw new Breach({ code, message })
  return { code, message: name === "Error" ? message : `${name}: ${message}`, name }
}

function faultCode(name: string, message: string): CodeFault["code"] {
  if (/interrupted/.test(message) && name === "InternalError") return "code_timeout"
  if (/out of memory/.test(message) && name === "InternalError") return "code_memory"
  if (
    /stack (size|overflow)|call stack/i.test(message) &&
    (name === "RangeError" || name === "InternalError")
  )
    return "code_stack"
  return "code_threw"
}

/** What a failure inside of the engine means for whoever goes on with it. */
export function breachOf(cause: unknown): Breach {
  if (cause instanceof Breach) return cause
  if (cause instanceof JSException) {
    const code = faultCode(cause.name, cause.message)
    return new Breach({ code, message: cause.message })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/interrupted/.test(message)) return new Breach({ code: "code_timeout", message: "interrupted" })
  if (/out of memory/.test(message)) return new Breach({ code: "code_memory", message: "out of memory" })
  if (cause instanceof RangeError) return new Breach({ code: "code_stack", message: "the stack overflowed" })
  return new Breach({ code: "code_killed", message })
}

/** Minutes by which the zone's clocks are ahead of UTC at the moment. */
function offsetMinutes(timezone: string, moment: number): number {
  if (timezone === "UTC") return 0
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    timeZoneName: "longOffset",
  }).formatToParts(moment)
  const name = parts.find(part => part.type === "timeZoneName")?.value ?? "GMT"
  const [, sign, hours = "0", minutes = "0"] = /GMT([+-])(\d+):?(\d+)?/.exec(name) ?? []
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
