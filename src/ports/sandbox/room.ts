import type { JSValueHandle } from "quickjs-wasi"
import { must } from "../../lib/assert.ts"
import { roots } from "../../syntax/names.ts"
import { type Limits, mostCompiled } from "./limits.ts"
import {
  type CodeFault,
  type Evaluated,
  type GuestTime,
  type Piece,
  type Source,
  tracedScope,
} from "./protocol.ts"
import { Breach, breachOf, type Realm, readAnswer } from "./realm.ts"

/** What a piece of evaluations is carried out with. */
export interface PieceRun {
  readonly piece: Piece
  readonly time: GuestTime
  readonly limits: Limits
  readonly texts: ReadonlyMap<number, string>
  /** Told what each evaluation came to, in their order. */
  readonly ends: (result: Evaluated) => void
}

/** The realm of a run, with what was compiled in it. */
export interface Room {
  /** Evaluates the jobs of the piece from that number on; gives what broke the realm in the one that did not end. */
  evaluate(run: PieceRun, from: number): CodeFault | undefined
  /** How many evaluations have come to their end in it. */
  readonly evaluated: number
  forget(ids: readonly number[]): void
  dispose(): void
}

/** Makes a room of a realm that no guest has seen. */
export function createRoom(realm: Realm): Room {
  const { vm } = realm
  /** The number under which the kernel keeps it, or why it does not compile. */
  const compiled = new Map<string, number | CodeFault>()
  const held = new Set<number>()
  let evaluated = 0
  let current: UnderWay | undefined

  function hostFunction(name: string, work: (argument: JSValueHandle) => JSValueHandle): JSValueHandle {
    return vm.newFunction(name, argument => {
      try {
        return work(must(argument, "an argument"))
      } catch (cause) {
        if (current) current.breach = breachOf(cause)
        throw cause
      }
    })
  }

  const compileOne = hostFunction("compile", handle => {
    const { run, faults } = must(current, "a piece under way")
    const number = handle.toNumber()
    const source = must(run.piece.sources[number], "a source")
    if (compiled.size >= mostCompiled)
      throw new Breach({ code: "code_memory", message: "too many expressions" })
    const made = compile(source)
    compiled.set(JSON.stringify(source), made)
    return vm.newNumber(numberFor(number, made, faults))
  })

  function compile({ source, paths, traced }: Source): number | CodeFault {
    // What is read comes first, so that no more arguments need to be given than that.
    const read = roots.filter(root => paths.some(([name]) => name === root))
    const parameters = traced ? [tracedScope] : [...read, ...roots.filter(root => !read.includes(root))]
    try {
      const made = vm.evalCode(
        `(function(${parameters.join()}){"use strict";return (${source}\n)})`,
        "expression",
      )
      const spec = vm.newString(JSON.stringify({ paths, read, traced: traced === true }))
      return realm.call("keep", made, spec).consume(handle => handle.toNumber())
    } catch (cause) {
      if (cause instanceof Error && cause.name === "SyntaxError")
        return { code: "code_syntax", message: cause.message }
      throw cause
    }
  }

  const tell = hostFunction("tell", handle => {
    ends(handle.toString())
    return vm.undefined
  })

  /** What the kernel says of a job ends it. */
  function ends(text: string) {
    const { run, faults, partEnds } = must(current, "a piece under way")
    vm.executePendingJobs()
    const result =
      text[0] === "s" ? fault(must(faults.get(+text.slice(1)), "why it does not compile")) : read(text)
    partEnds()
    evaluated++
    run.ends(result)
  }

  function read(told: string): Evaluated {
    const text = told === "p" ? realm.call("settled").consume(handle => handle.toString()) : told
    if (text === "p") return fault({ code: "code_never_settled", message: "the promise never settles" })
    return readAnswer(text, must(current, "a piece under way").run.limits.output)
  }

  const give = realm.call("takeHost", compileOne, tell)
  give.dispose()

  return {
    get evaluated() {
      return evaluated
    },
    evaluate(run, from) {
      const { piece, time, limits, texts } = run
      realm.setTime(time)
      const underWay: UnderWay = { run, faults: new Map(), partEnds: () => {} }
      current = underWay
      try {
        realm.within(limits.time, partEnds => {
          underWay.partEnds = partEnds
          for (const id of piece.shared) {
            if (held.has(id)) continue
            realm.call("share", vm.newNumber(id), vm.newString(texts.get(id) ?? "null")).dispose()
            held.add(id)
          }
          const known = piece.sources.map((source, number) => {
            const made = compiled.get(JSON.stringify(source))
            return made === undefined ? null : numberFor(number, made, underWay.faults)
          })
          // The answer to the last job is what the call gives: another crossing costs as much as a small expression.
          const text = `{"known":${JSON.stringify(known)},"from":${from},${piece.text.slice(1)}`
          ends(realm.call("evaluate", vm.newString(text)).consume(handle => handle.toString()))
        })
        return undefined
      } catch (cause) {
        const broken = underWay.breach ?? cause
        if (broken instanceof Breach) return broken.fault
        throw cause
      } finally {
        current = undefined
      }
    },
    forget(ids) {
      for (const id of ids) if (held.delete(id)) realm.call("forget", vm.newNumber(id)).dispose()
    },
    dispose: () => realm.dispose(),
  }
}

interface UnderWay {
  readonly run: PieceRun
  /** By the number of the source, why it does not compile. */
  readonly faults: Map<number, CodeFault>
  partEnds: () => void
  /** What broke the realm within a call of the kernel's, which would tell it as an error like any other. */
  breach?: Breach
}

/** What the kernel is told of a source that was compiled: its number, or none, and why that is remembered. */
function numberFor(source: number, made: number | CodeFault, faults: Map<number, CodeFault>): number {
  if (typeof made === "number") return made
  faults.set(source, made)
  return -1
}

function fault(fault: CodeFault): Evaluated {
  return { ok: false, fault }
}
