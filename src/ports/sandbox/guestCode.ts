import type { JSValueHandle } from "quickjs-wasi"
import type { Calls } from "./calls.ts"
import { type Limits, longestLog, mostLogLines } from "./limits.ts"
import type { CodeJob, Evaluated, FromGuest, GuestTime } from "./protocol.ts"
import { Breach, createRealm, listOf, type Realm, type RealmOptions, readAnswer } from "./realm.ts"
import { seedOf } from "./seed.ts"

/** A piece of code as the host sends it. */
export interface CodeMessage {
  readonly id: number
  readonly job: CodeJob
  readonly time: GuestTime
  readonly limits: Limits
}

type Post = (message: FromGuest) => void

/** Runs a user's code as the body of an async function in a realm of its own, which is gone afterwards. */
export async function runCode(
  message: CodeMessage,
  options: Omit<RealmOptions, "memory">,
  calls: Calls,
  post: Post,
): Promise<Evaluated> {
  const { limits, time } = message
  const realm = await createRealm({ ...options, memory: limits.memory })
  // Starting the engine does not count against what runs in it.
  post({ type: "begun", id: message.id })
  const ends = options.clock() + limits.time
  const left = () => Math.max(0, ends - options.clock())
  try {
    realm.setTime(time)
    realm.call("seed", realm.vm.newNumber(seedOf(message.job.source, time))).dispose()
    realm.within(left(), () => begin(realm, message, calls, post))
    for (;;) {
      const text = realm.within(left(), () => {
        realm.vm.executePendingJobs()
        return realm.call("settled").consume(handle => handle.toString())
      })
      if (text !== "p") return readAnswer(text, limits.output)
      if (calls.size === 0)
        return {
          ok: false,
          fault: { code: "code_never_settled", message: "the code waits for something that never comes" },
        }
      await calls.next(left())
      if (left() === 0) return { ok: false, fault: { code: "code_timeout", message: "interrupted" } }
    }
  } catch (cause) {
    if (cause instanceof Breach) return { ok: false, fault: cause.fault }
    throw cause
  } finally {
    calls.clear()
    realm.dispose()
  }
}

function begin(realm: Realm, { id, job }: CodeMessage, calls: Calls, post: Post): void {
  const { vm } = realm
  const names = [...Object.keys(job.scope), "secrets"]
  const made = compileBody(realm, [...names, "console", ...Object.keys(job.ports)], job.source)
  const spec = vm.newString(JSON.stringify({ values: job.scope, secrets: job.secrets }))
  const scope = realm.call("scopeOf", spec)
  const args = [...names.map(name => scope.getProp(name)), consoleOf(realm, id, post)]
  for (const [port, methods] of Object.entries(job.ports))
    args.push(portOf(realm, id, port, methods, calls, post))
  const promise = vm.callFunction(made, vm.undefined, ...args)
  realm.call("settle", promise).dispose()
}

function compileBody(realm: Realm, names: readonly string[], source: string): JSValueHandle {
  try {
    return realm.vm.evalCode(`(async function(${names.join(",")}){"use strict";${source}\n})`, "code")
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== "SyntaxError") throw cause
    throw new Breach({ code: "code_syntax", message: cause.message })
  }
}

const consoleLevels = [
  ["debug", "debug"],
  ["log", "info"],
  ["info", "info"],
  ["warn", "warn"],
  ["error", "error"],
] as const

/** The console that the code sees: it writes to the run's log, and is cut where the log would flood. */
function consoleOf(realm: Realm, id: number, post: Post): JSValueHandle {
  const { vm } = realm
  const console = vm.newObject()
  let lines = 0
  let length = 0
  let full = false
  for (const [name, level] of consoleLevels) {
    const write = vm.newFunction(`console.${name}`, (...args) => {
      if (full) return vm.undefined
      const text = realm.call("textOf", listOf(vm, args)).consume(handle => handle.toString())
      lines++
      length += text.length
      full = lines > mostLogLines || length > longestLog
      post({ type: "log", id, level, text: full ? "… the log is cut here" : text })
      return vm.undefined
    })
    console.setProp(name, write)
  }
  return console
}

/** A port as the code sees it: methods that give promises, answered by the host. */
function portOf(
  realm: Realm,
  id: number,
  port: string,
  methods: readonly string[],
  calls: Calls,
  post: Post,
): JSValueHandle {
  const { vm } = realm
  const object = vm.newObject()
  for (const method of methods) {
    const send = vm.newFunction(`${port}.${method}`, (...args) => {
      const json = realm.call("argumentsOf", listOf(vm, args)).consume(handle => handle.toString())
      const deferred = vm.newPromise()
      const call = calls.open(answer => {
        const value = realm.call("parse", vm.newString(answer.json))
        if (answer.ok) deferred.resolve(value)
        else deferred.reject(vm.newError(value.toString()))
      })
      post({ type: "call", id, call, port, method, json })
      return deferred.handle
    })
    object.setProp(method, send)
  }
  return object
}
