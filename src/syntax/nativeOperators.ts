import { notNative } from "./evaluationProblems.ts"
import { isPrimitive, type Meter, type Primitive, primitive } from "./nativeValues.ts"
import { isSecret, joinText } from "./secrets.ts"

/*
 * JavaScript's operators on plain data. Numbers, text, booleans, null and undefined turn into one another as in
 * JavaScript; where an object would have to turn into text or a number, or two objects be compared by identity,
 * the evaluation is left to the sandbox. Text and a secret added give text with a secret in it.
 */

type Binary = (left: unknown, right: unknown, meter: Meter) => unknown

// biome-ignore lint/suspicious/noExplicitAny: after `primitive` JavaScript's own operators do the turning.
type Operand = any

function onPrimitives(operator: (left: Operand, right: Operand) => unknown): Binary {
  return (left, right) => operator(primitive(left), primitive(right))
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
  "!=": (left, right) => !looselyEqual(left, right),
  "===": strictlyEqual,
  "!==": (left, right) => !strictlyEqual(left, right),
}

const unary: { readonly [operator: string]: (value: unknown) => unknown } = {
  "!": value => !value,
  "-": value => -Number(primitive(value)),
  "+": value => Number(primitive(value)),
  "~": value => ~Number(primitive(value)),
  typeof: value => (isSecret(value) ? notNative("it looks into a secret") : typeof value),
  void: () => undefined,
}

/** The operator between two values, if the native lane knows it. */
export function binaryOperator(operator: string): Binary | undefined {
  return Object.hasOwn(binary, operator) ? binary[operator] : undefined
}

/** The operator before a value, if the native lane knows it. */
export function unaryOperator(operator: string): ((value: unknown) => unknown) | undefined {
  return Object.hasOwn(unary, operator) ? unary[operator] : undefined
}

function add(left: unknown, right: unknown, meter: Meter): unknown {
  if (typeof left === "number" && typeof right === "number") return left + right
  if (isSecret(left)) return joinText([left, isSecret(right) ? right : String(primitive(right))])
  if (isSecret(right)) return joinText([String(primitive(left)), right])
  const sum: unknown = (primitive(left) as Operand) + (primitive(right) as Operand)
  return typeof sum === "string" ? meter.text(sum) : sum
}

function strictlyEqual(left: unknown, right: unknown): boolean {
  if (isPrimitive(left) || isPrimitive(right)) return left === right
  return notNative("it compares two lists or maps")
}

function looselyEqual(left: unknown, right: unknown): boolean {
  if (isPrimitive(left) && isPrimitive(right)) {
    // biome-ignore lint/suspicious/noDoubleEquals: this is that operator.
    return (left as Primitive) == (right as Primitive)
  }
  const isNothing = (value: unknown): boolean => value === null || value === undefined
  return isNothing(left) || isNothing(right) ? false : notNative("it compares a list or a map")
}
