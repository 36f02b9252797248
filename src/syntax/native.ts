import type { AnyNode, Expression as Node } from "acorn"
import type { Path } from "../lib/json.ts"
import { err, ok, type Result } from "../lib/result.ts"
import { type EvaluationProblem, notNative, Stop } from "./evaluationProblems.ts"
import type { Expression } from "./expression.ts"
import { isRoot } from "./names.ts"
import { compileChain } from "./nativeChains.ts"
import { type Compiler, type EvaluationScope, type Frame, Refusal, type Run } from "./nativeFrame.ts"
import { asPiece, binaryOperator, joinBounded, unaryOperator } from "./nativeOperators.ts"
import { Meter, type NativeLimits, nativeLimits, toKey } from "./nativeValues.ts"
import { isSecret, type TextPiece } from "./secrets.ts"

/*
 * The native lane evaluates in place what most expressions are: paths, operators, conditionals, template literals,
 * a fixed list of methods and functions, and arrow functions as their callbacks. An expression is compiled once,
 * to closures. It gives JavaScript's very answer, or none: `compileNative` refuses what it does not know, and what
 * shows only on the way (an object turned into text, a name that a prototype has, too much work) ends with the
 * problem `not_native`. In both cases the sandbox evaluates the expression. There are no statements, no changes
 * and no names but the run's, so that trying here first costs nothing but time.
 *
 * One thing differs from JavaScript, in both lanes alike: `steps.x.output` means `steps.x?.output`, so that a step
 * that did not run reads as undefined. The result says which steps those were.
 */

/** An expression that the native lane can evaluate. */
export interface Native {
  readonly run: Run
  /** Whether it has callbacks, which may make values that are larger than their source and their data. */
  readonly hasCallbacks: boolean
}

/** What an evaluation gave. */
export interface Evaluation {
  readonly value: unknown
  /** The paths that it read, each with its root first. */
  readonly reads: readonly Path[]
  /** The steps that it read and that have not run. */
  readonly unrun: readonly string[]
}

/** Compiles the expression for the native lane; null where that does not know all of it. */
export function compileNative(expression: Expression): Native | null {
  const names: { name: string; slot: number }[] = []
  let slots = 0
  let hasCallbacks = false
  const compiler: Compiler = {
    compile: node => compileNode(node, compiler),
    slotOf: name => names.findLast(known => known.name === name)?.slot,
    callback: node => {
      if (node.async || node.body.type === "BlockStatement") throw new Refusal()
      hasCallbacks = true
      const before = names.length
      const own = node.params.map(parameter => {
        if (parameter.type !== "Identifier") throw new Refusal()
        names.push({ name: parameter.name, slot: slots })
        return slots++
      })
      const body = compiler.compile(node.body)
      names.length = before
      const cost = 1 + (node.body.end - node.body.start) / 20
      return frame =>
        (...given) => {
          frame.meter.charge(cost)
          for (let index = 0; index < own.length; index++) frame.locals[own[index] ?? 0] = given[index]
          frame.depth++
          const value = body(frame)
          frame.depth--
          return value
        }
    },
  }
  try {
    const run = compiler.compile(expression.node)
    return { run, hasCallbacks }
  } catch (cause) {
    if (cause instanceof Refusal) return null
    throw cause
  }
}

/** Evaluates a compiled expression. */
export function evaluateNative(
  native: Native,
  scope: EvaluationScope,
  limits: NativeLimits = nativeLimits,
): Result<Evaluation, EvaluationProblem> {
  const reads: Path[] = []
  const unrun: string[] = []
  const frame = { scope, meter: new Meter(limits), locals: [], reads, unrun, depth: 0 }
  try {
    const value = native.run(frame)
    if (native.hasCallbacks) frame.meter.tree(value)
    return ok({ value, reads, unrun })
  } catch (cause) {
    if (cause instanceof Stop) return err(cause.problem)
    if (cause instanceof RangeError) return err({ code: "not_native", message: tooDeep })
    throw cause
  }
}

const tooDeep = "This expression needs the sandbox: its data is nested too deeply."

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["undefined", undefined],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
])

function compileNode(node: AnyNode, compiler: Compiler): Run {
  switch (node.type) {
    case "ParenthesizedExpression":
      return compiler.compile(node.expression)
    case "Literal": {
      const { value } = node
      if (typeof value === "bigint" || node.regex || node.bigint) throw new Refusal()
      return () => value
    }
    case "Identifier": {
      const slot = compiler.slotOf(node.name)
      if (slot !== undefined) return frame => frame.locals[slot]
      if (isRoot(node.name)) return compileChain(node, compiler)
      if (!constants.has(node.name)) throw new Refusal()
      const value = constants.get(node.name)
      return () => value
    }
    case "MemberExpression":
    case "CallExpression":
    case "ChainExpression":
      return compileChain(node.type === "ChainExpression" ? node.expression : node, compiler)
    case "TemplateLiteral":
      return compileTemplateLiteral(
        node.quasis.map(({ value }) => value.cooked ?? ""),
        node.expressions.map(compiler.compile),
      )
    case "UnaryExpression": {
      const operator = unaryOperator(node.operator)
      if (!operator) throw new Refusal()
      const argument = compiler.compile(node.argument)
      return frame => operator(argument(frame), frame.meter)
    }
    case "BinaryExpression": {
      const operator = binaryOperator(node.operator)
      if (!operator) throw new Refusal()
      const [left, right] = [compiler.compile(node.left), compiler.compile(node.right)]
      return frame => operator(left(frame), right(frame), frame.meter)
    }
    case "LogicalExpression": {
      const [left, right] = [compiler.compile(node.left), compiler.compile(node.right)]
      if (node.operator === "&&") return frame => left(frame) && right(frame)
      if (node.operator === "||") return frame => left(frame) || right(frame)
      return frame => left(frame) ?? right(frame)
    }
    case "ConditionalExpression": {
      const test = compiler.compile(node.test)
      const [yes, no] = [compiler.compile(node.consequent), compiler.compile(node.alternate)]
      return frame => (test(frame) ? yes(frame) : no(frame))
    }
    case "ArrayExpression":
      return compileList(node.elements, compiler)
    case "ObjectExpression":
      return compileMap(node.properties, compiler)
    default:
      throw new Refusal()
  }
}

function compileTemplateLiteral(texts: readonly string[], values: readonly Run[]): Run {
  return frame => {
    const pieces: TextPiece[] = [texts[0] ?? ""]
    for (let index = 0; index < values.length; index++) {
      pieces.push(asPiece(values[index]?.(frame), frame.meter), texts[index + 1] ?? "")
    }
    return joinBounded(pieces, frame.meter)
  }
}

function compileList(elements: readonly (AnyNode | null)[], compiler: Compiler): Run {
  const parts = elements.map(element => {
    if (!element) throw new Refusal()
    const isSpread = element.type === "SpreadElement"
    return { isSpread, run: compiler.compile(isSpread ? element.argument : element) }
  })
  return frame => {
    const list: unknown[] = []
    for (const { isSpread, run } of parts) {
      const value = run(frame)
      if (!isSpread) list.push(value)
      else if (!Array.isArray(value)) notNative("it spreads what is no list")
      else {
        frame.meter.listOf(list.length + value.length)
        for (const item of value) list.push(item)
      }
    }
    return list
  }
}

type Properties = Extract<Node, { type: "ObjectExpression" }>["properties"]

/** Maps are made without a prototype, so that every key is a plain one. */
function compileMap(properties: Properties, compiler: Compiler): Run {
  const parts = properties.map(property => {
    if (property.type === "SpreadElement") return { key: undefined, run: compiler.compile(property.argument) }
    if (property.kind !== "init" || property.method) throw new Refusal()
    return { key: compileKey(property, compiler), run: compiler.compile(property.value) }
  })
  return frame => {
    const map = Object.create(null) as Record<string | number, unknown>
    for (const { key, run } of parts) {
      if (key) {
        const name = key(frame)
        map[name] = run(frame)
        continue
      }
      const value = run(frame)
      if (value === null || value === undefined) continue
      if (typeof value !== "object" || Array.isArray(value) || isSecret(value))
        notNative("it spreads what is no map")
      const keys = Object.keys(value)
      frame.meter.listOf(keys.length)
      for (const name of keys) map[name] = (value as Record<string, unknown>)[name]
    }
    return map
  }
}

/** `{ __proto__: x }` names no key but the prototype. */
function compileKey(
  { key, computed, shorthand }: Extract<Properties[number], { type: "Property" }>,
  compiler: Compiler,
): (frame: Frame) => string | number {
  if (computed) {
    const run = compiler.compile(key)
    return frame => toKey(run(frame))
  }
  const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? key.value : undefined
  if ((typeof name !== "string" && typeof name !== "number") || (name === "__proto__" && !shorthand)) {
    throw new Refusal()
  }
  return () => name
}
