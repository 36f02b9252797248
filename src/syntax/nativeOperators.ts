import { notNative } from "./evaluationProblems.ts"
import { isPrimitive, type Meter, primitive } from "./nativeValues.ts"
import { isSecret, joinText, SecretText, type TextPiece } from "./secrets.ts"

/*
 * JavaScript's operators on plain data. Numbers, text, booleans, null and undefined turn into one another as in
 * JavaScript; where an object would have to turn into text or a number, or two objects be compared by identity,
 * the evaluation is left to the sandbox. Text and a secret added give text with a secret in it.
 */

type Binary = (left: unknown, right: unknown, meter: Meter) => unknown

// biome-ignore lint/suspicious/noExplicitAny: after `primitive` JavaScript's own operators do the turning.
type Operand = any

function onPrimitives(operator: (left: Operand, right: Operand) => unknown): Binary {
  return (left, right, meter) => operator(primitive(left, meter), primitive(right, meter))
}

const binary: { readonly [operator: string]: Binary } = {
  "+": add,
  "-": onPrimitives((left, right) => left - right),
  "*": onPrimitives((left, right) => left * right),
  "/": onPrimitives((left, right) => left / right),
  "%": onPrimitives((left, right) => left % right),
  "<": onPrimitives((left, right) => left < right),
  "<=": onPrimitives((left, right) => left <= right),
  ">": onPrimitives((left, right) => left > right),
  ">=": onPrimitives((left, right) => left >= right),
  "&": onPrimitives((left, right) => left & right),
  "|": onPrimitives((left, right) => left | right),
  "^": onPrimitives((left, right) => left ^ right),
  "<<": onPrimitives((left, right) => left << right),
  ">>": onPrimitives((left, right) => left >> right),
  ">>>": onPrimitives((left, right) => left >>> right),
  "==": looselyEqual,
  "!=": (left, right, meter) => !looselyEqual(left, right, meter),
  "===": strictlyEqual,
  "!==": (left, right, meter) => !strictlyEqual(left, right, meter),
}

type Unary = (value: unknown, meter: Meter) => unknown

const unary: { readonly [operator: string]: Unary } = {
  "!": value => !value,
  "-": (value, meter) => -Number(primitive(value, meter)),
  "+": (value, meter) => Number(primitive(value, meter)),
  "~": (value, meter) => ~Number(primitive(value, meter)),
  typeof: value => (isSecret(value) ? notNative("it looks into a secret") : typeof value),
  void: () => undefined,
}

/** The operator between two values, if the native lane knows it. */
export function binaryOperator(operator: string): Binary | undefined {
  return Object.hasOwn(binary, operator) ? binary[operator] : undefined
}

/** The operator before a value, if the native lane knows it. */
export function unaryOperator(operator: string): Unary | undefined {
  return Object.hasOwn(unary, operator) ? unary[operator] : undefined
}

function add(left: unknown, right: unknown, meter: Meter): unknown {
  if (typeof left === "number" && typeof right === "number") return left + right
  if (isSecret(left) || isSecret(right))
    return joinBounded([asPiece(left, meter), asPiece(right, meter)], meter)
  const sum: unknown = (primitive(left, meter) as Operand) + (primitive(right, meter) as Operand)
  return typeof sum === "string" ? meter.text(sum) : sum
}

/** A value as a piece of text, as JavaScript writes it. */
export function asPiece(value: unknown, meter: Meter): TextPiece {
  return isSecret(value) ? value : String(primitive(value, meter))
}

/** The pieces as one text, within bounds. */
export function joinBounded(pieces: readonly TextPiece[], meter: Meter): string | SecretText {
  const joined = joinText(pieces)
  if (typeof joined === "string") return meter.text(joined)
  const parts = SecretText.partsOf(joined)
  meter.listOf(parts.length)
  meter.textOf(parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0))
  return joined
}

function strictlyEqual(left: unknown, right: unknown, meter: Meter): boolean {
  if (!isPrimitive(left) && !isPrimitive(right)) return notNative("it compares two lists or maps")
  if (typeof left === "string" && typeof right === "string") primitive(left, meter)
  return left === right
}

function looselyEqual(left: unknown, right: unknown, meter: Meter): boolean {
  if (isPrimitive(left) && isPrimitive(right)) {
    // biome-ignore lint/suspicious/noDoubleEquals: this is that operator.
    return primitive(left, meter) == primitive(right, meter)
  }
  const isNothing = (value: unknown): boolean => value === null || value === undefined
  return isNothing(left) || isNothing(right) ? false : notNative("it compares a list or a map")
}
