import type { AnyNode, CallExpression, MemberExpression } from "acorn"
import type { Path } from "../lib/json.ts"
import { notNative, Stop } from "./evaluationProblems.ts"
import { libraryFunction } from "./library/library.ts"
import { isRoot, type Root } from "./names.ts"
import { type Compiler, type Frame, Refusal, type Run } from "./nativeFrame.ts"
import { namespaces, nativeFunction } from "./nativeFunctions.ts"
import { callMethod, callWithCallback, isCallbackMethod, isMethod } from "./nativeMethods.ts"
import { readKey, toKey } from "./nativeValues.ts"
import { staticKey } from "./references.ts"
import { isSecret } from "./secrets.ts"

/*
 * A chain is a base and what is read off it and called on it: `steps.a.output.items.map(…)[0]`. As in JavaScript an
 * optional link ends the whole chain with undefined when there is nothing to read from. Chains that begin at a
 * root write down the path that they read: once per evaluation where the path is known before, each one where a
 * key is computed.
 */

interface Link {
  readonly optional: boolean
  readonly key: string | number | undefined
  readonly computed: Run | undefined
  readonly call: ((receiver: unknown, frame: Frame) => unknown) | undefined
}

/** The most paths that one evaluation writes down; of what comes after, the name that each begins with. */
const mostReads = 1_000

/** Compiles a name of the run, a member, or a call. */
export function compileChain(node: AnyNode, compiler: Compiler): Run {
  const links: Link[] = []
  let base = node
  for (;;) {
    if (base.type === "MemberExpression" && !isNamespace(base, compiler)) {
      links.unshift(readLink(base, compiler))
      base = base.object
    } else if (base.type === "CallExpression") {
      const { callee } = base
      if (base.optional) throw new Refusal()
      if (callee.type !== "MemberExpression" || isNamespace(callee, compiler)) {
        return follow(compileCall(base, compiler), links)
      }
      links.unshift(callLink(callee, base, compiler))
      base = callee.object
    } else break
  }
  if (base.type === "Identifier" && isRoot(base.name) && compiler.slotOf(base.name) === undefined) {
    return followRoot(base.name, links)
  }
  if (base.type === "MemberExpression" || base.type === "Super") throw new Refusal()
  return follow(compiler.compile(base), links)
}

function readLink(member: MemberExpression, compiler: Compiler): Link {
  const key = staticKey(member)
  if (key === undefined && !member.computed) throw new Refusal()
  const computed = key === undefined ? compiler.compile(member.property) : undefined
  return { optional: member.optional, key, computed, call: undefined }
}

function callLink(callee: MemberExpression, call: CallExpression, compiler: Compiler): Link {
  const name = staticKey(callee)
  const [first, ...rest] = call.arguments
  if (typeof name !== "string") throw new Refusal()
  const optional = callee.optional
  if (isCallbackMethod(name)) {
    if (first === undefined || rest.length > (name === "reduce" ? 1 : 0)) throw new Refusal()
    const callback = compileCallback(first, compiler)
    const start = compileArguments(rest, compiler)
    const run = (receiver: unknown, frame: Frame): unknown => {
      const given = start.map(argument => argument(frame))
      return callWithCallback(receiver, name, callback(frame), given, frame.meter)
    }
    return { optional, key: name, computed: undefined, call: run }
  }
  if (!isMethod(name)) throw new Refusal()
  const given = compileArguments(call.arguments, compiler)
  const run = (receiver: unknown, frame: Frame): unknown => {
    return callMethod(
      receiver,
      name,
      given.map(argument => argument(frame)),
      frame.meter,
    )
  }
  return { optional, key: name, computed: undefined, call: run }
}

/** An arrow function, or one of the functions that are often handed over by name: `filter(Boolean)`. */
function compileCallback(node: AnyNode, compiler: Compiler): ReturnType<Compiler["callback"]> {
  if (node.type === "ArrowFunctionExpression") return compiler.callback(node)
  const isFree = node.type === "Identifier" && compiler.slotOf(node.name) === undefined
  if (!isFree || !["Boolean", "Number", "String"].includes(node.name)) throw new Refusal()
  const call = nativeFunction(node.name)
  return frame => item => {
    frame.meter.charge(1)
    return call?.([item], frame.meter)
  }
}

function compileArguments(nodes: CallExpression["arguments"], compiler: Compiler): Run[] {
  return nodes.map(node => {
    if (node.type === "SpreadElement") throw new Refusal()
    return compiler.compile(node)
  })
}

/** `Math`, `JSON` and their like, unless a callback's parameter has the name. */
function isNamespace({ object }: MemberExpression, compiler: Compiler): boolean {
  return (
    object.type === "Identifier" && namespaces.has(object.name) && compiler.slotOf(object.name) === undefined
  )
}

/** A call of one of JavaScript's own functions, or of the library. */
function compileCall({ callee, arguments: nodes }: CallExpression, compiler: Compiler): Run {
  const name = functionName(callee, compiler)
  const given = compileArguments(nodes, compiler)
  const native = nativeFunction(name)
  if (native)
    return frame =>
      native(
        given.map(argument => argument(frame)),
        frame.meter,
      )
  const run = libraryFunction(name)?.run
  if (!run) throw new Refusal()
  return frame => {
    const values = given.map(argument => plainArgument(argument(frame)))
    for (const value of values) frame.meter.tree(value, { isJson: true })
    frame.meter.charge(10)
    const made = run(values, frame.scope.clock)
    if (!made.ok) throw new Stop("bad_argument", made.error)
    return made.value
  }
}

function functionName(callee: AnyNode, compiler: Compiler): string {
  if (callee.type === "Identifier" && compiler.slotOf(callee.name) === undefined) return callee.name
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") throw new Refusal()
  const key = callee.optional ? undefined : staticKey(callee)
  if (typeof key !== "string") throw new Refusal()
  return `${callee.object.name}.${key}`
}

/** The library takes JSON, in which there is neither undefined nor a number that is none. */
function plainArgument(value: unknown): unknown {
  if (value === undefined) return null
  if (isSecret(value)) notNative("it looks into a secret")
  if (typeof value === "number" && !Number.isFinite(value)) notNative("an argument is no number")
  return value
}

function follow(base: Run, links: readonly Link[]): Run {
  if (links.length === 0) return base
  return frame => {
    let value = base(frame)
    for (const link of links) {
      if (link.optional && (value === null || value === undefined)) return undefined
      value = step(link, value, frame)
    }
    return value
  }
}

function step(link: Link, value: unknown, frame: Frame): unknown {
  if (link.call) {
    if (value === null || value === undefined) readKey(value, link.key ?? "")
    return link.call(value, frame)
  }
  return readKey(value, link.key ?? toKey(link.computed?.(frame)))
}

function followRoot(root: Root, written: readonly Link[]): Run {
  const links = root === "steps" ? written.map(asUnrun) : written
  const firstCall = links.findIndex(link => link.call !== undefined)
  const reading = links.slice(0, firstCall < 0 ? links.length : firstCall)
  const firstComputed = reading.findIndex(link => link.key === undefined)
  const known = firstComputed < 0 ? reading.length : firstComputed
  const path: Path = [root, ...reading.slice(0, known).map(link => link.key ?? "")]
  return frame => {
    let value: unknown = frame.scope.values[root]
    let read = path
    let index = -1
    for (const link of links) {
      index++
      if (link.optional && (value === null || value === undefined)) {
        value = undefined
        break
      }
      if (link.call) {
        value = step(link, value, frame)
        continue
      }
      const key = link.key ?? toKey(link.computed?.(frame))
      value = readKey(value, key)
      if (index >= known && index < reading.length) read = [...read, key]
      if (index === 0 && root === "steps" && value === undefined) noteUnrun(frame, String(key))
    }
    noteRead(frame, read)
    return value
  }
}

/** `steps.x.output` means `steps.x?.output`. */
function asUnrun(link: Link, index: number): Link {
  return index === 1 ? { ...link, optional: true } : link
}

function noteRead(frame: Frame, path: Path): void {
  if (frame.reads.length >= mostReads) {
    const root = path.slice(0, 1)
    if (!frame.reads.slice(mostReads).some(([name]) => name === root[0])) frame.reads.push(root)
    return
  }
  if (frame.depth === 0 || !frame.reads.includes(path)) frame.reads.push(path)
}

function noteUnrun(frame: Frame, step: string): void {
  if (!frame.unrun.includes(step)) frame.unrun.push(step)
}
