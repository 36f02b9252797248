import { notNative, Stop, typeError } from "./evaluationProblems.ts"
import { inherits, isPrimitive, type Meter, type Primitive, primitive } from "./nativeValues.ts"

/*
 * The methods of text, lists and numbers that the native lane knows. Each calls JavaScript's own after making sure
 * that the arguments are of the sort that it is known for, and that the result stays within bounds; with anything
 * unusual the evaluation is left to the sandbox. Methods that change a list in place are not here.
 */

/** Calls an arrow function of the expression. */
export type Callback = (item: unknown, ...rest: unknown[]) => unknown

type Method<Receiver> = (receiver: Receiver, given: readonly unknown[], meter: Meter) => unknown

const textMethods: { readonly [name: string]: Method<string> } = {
  at: (text, given) => text.at(whole(given[0])),
  charAt: (text, given) => text.charAt(whole(given[0])),
  charCodeAt: (text, given) => text.charCodeAt(whole(given[0])),
  concat: (text, given, meter) => {
    const pieces = given.map(piece => String(primitive(piece, meter)))
    meter.textOf(pieces.reduce((sum, piece) => sum + piece.length, text.length))
    return text.concat(...pieces)
  },
  endsWith: (text, given) => text.endsWith(string(only(given))),
  includes: (text, given, meter) => text.includes(sought(text, given, meter)),
  indexOf: (text, given, meter) => text.indexOf(sought(text, given, meter)),
  lastIndexOf: (text, given, meter) => text.lastIndexOf(sought(text, given, meter)),
  padEnd: (text, given, meter) => text.padEnd(padding(given, meter), optionalString(given[1])),
  padStart: (text, given, meter) => text.padStart(padding(given, meter), optionalString(given[1])),
  repeat: (text, given, meter) => {
    const times = whole(given[0])
    if (times < 0) throw new Stop("range_error", "The count of repeat must not be negative.")
    meter.textOf(text.length * times)
    return text.repeat(times)
  },
  replace: (text, given, meter) => {
    const [from, to] = replacing(text, given, meter)
    meter.textOf(text.length + to.length)
    return text.replace(from, to)
  },
  replaceAll: (text, given, meter) => {
    const [from, to] = replacing(text, given, meter)
    meter.textOf(text.length + (text.length / Math.max(1, from.length) + 1) * to.length)
    return text.replaceAll(from, to)
  },
  slice: (text, given) => text.slice(...range(given)),
  split: (text, given, meter) => {
    const separator = sought(text, given, meter)
    meter.listOf(text.length / Math.max(1, separator.length))
    return text.split(separator)
  },
  startsWith: (text, given) => text.startsWith(string(only(given))),
  substring: (text, given) => {
    const [from = notNative("an argument is missing"), to] = range(given)
    return text.substring(from, to)
  },
  toLowerCase: (text, _, meter) => changedCase(text, meter).toLowerCase(),
  toUpperCase: (text, _, meter) => changedCase(text, meter).toUpperCase(),
  toString: (text: string) => text,
  trim: text => text.trim(),
  trimEnd: text => text.trimEnd(),
  trimStart: text => text.trimStart(),
}

const listMethods: { readonly [name: string]: Method<readonly unknown[]> } = {
  at: (list, given) => list.at(whole(given[0])),
  concat: (list, given, meter) => {
    meter.listOf(
      given.reduce<number>((sum, item) => sum + (Array.isArray(item) ? item.length : 1), list.length),
    )
    return list.concat(...given)
  },
  flat: (list, given, meter) => {
    if (given.length > 0) notNative("flat is given a depth")
    meter.listOf(list.reduce<number>((sum, item) => sum + (Array.isArray(item) ? item.length : 1), 0))
    return list.flat()
  },
  includes: (list, given, meter) => list.includes(soughtItem(list, given, meter)),
  indexOf: (list, given, meter) => list.indexOf(soughtItem(list, given, meter)),
  join: (list, given, meter) => {
    const separator = given[0] === undefined ? "," : string(given[0])
    const pieces = list.map(item => String(primitive(item, meter) ?? ""))
    meter.charge(list.length / 20)
    meter.textOf(pieces.reduce((sum, piece) => sum + piece.length + separator.length, 0))
    return pieces.join(separator)
  },
  lastIndexOf: (list, given, meter) => list.lastIndexOf(soughtItem(list, given, meter)),
  slice: (list, given, meter) => {
    meter.charge(list.length / 20)
    return list.slice(...range(given))
  },
  toReversed: (list, _, meter) => {
    meter.listOf(list.length)
    return list.toReversed()
  },
}

const numberMethods: { readonly [name: string]: Method<number> } = {
  toFixed: (value, given) => {
    const digits = whole(given[0] ?? 0)
    if (digits < 0 || digits > 100) throw new Stop("range_error", "toFixed takes 0 to 100 digits.")
    return value.toFixed(digits)
  },
  toString: (value: number, given: readonly unknown[]) =>
    given.length > 0 ? notNative("toString is given a base") : String(value),
}

const booleanMethods: { readonly [name: string]: Method<boolean> } = {
  toString: (value: boolean) => String(value),
}

const callbackMethods: {
  readonly [name: string]: (list: readonly unknown[], call: Callback, meter: Meter) => unknown
} = {
  every: (list, call) => list.every((item, index) => call(item, index, list)),
  filter: (list, call) => list.filter((item, index) => call(item, index, list)),
  find: (list, call) => list.find((item, index) => call(item, index, list)),
  findIndex: (list, call) => list.findIndex((item, index) => call(item, index, list)),
  findLast: (list, call) => list.findLast((item, index) => call(item, index, list)),
  flatMap: (list, call, meter) =>
    list.flatMap((item, index) => {
      const made = call(item, index, list)
      meter.listOf(Array.isArray(made) ? made.length : 1)
      return made
    }),
  map: (list, call) => list.map((item, index) => call(item, index, list)),
  some: (list, call) => list.some((item, index) => call(item, index, list)),
}

const plainNames: ReadonlySet<string> = new Set(
  [textMethods, listMethods, numberMethods, booleanMethods].flatMap(Object.keys),
)

/** Whether the native lane knows a method of this name that takes values. */
export function isMethod(name: string): boolean {
  return plainNames.has(name)
}

/** Whether the native lane knows a method of this name that takes a callback. */
export function isCallbackMethod(name: string): boolean {
  return name === "reduce" || Object.hasOwn(callbackMethods, name)
}

/** Calls a method of text, a list, a number or a boolean. */
export function callMethod(
  receiver: unknown,
  name: string,
  given: readonly unknown[],
  meter: Meter,
): unknown {
  if (typeof receiver === "string" && Object.hasOwn(textMethods, name)) {
    primitive(receiver, meter)
    for (const argument of given) if (typeof argument === "string") primitive(argument, meter)
    return textMethods[name]?.(receiver, given, meter)
  }
  if (Array.isArray(receiver) && Object.hasOwn(listMethods, name)) {
    return listMethods[name]?.(receiver, given, meter)
  }
  if (typeof receiver === "number" && Object.hasOwn(numberMethods, name)) {
    return numberMethods[name]?.(receiver, given, meter)
  }
  if (typeof receiver === "boolean" && Object.hasOwn(booleanMethods, name)) {
    return booleanMethods[name]?.(receiver, given, meter)
  }
  return notCallable(receiver, name)
}

/** Calls a method of a list with an arrow function; `start` holds the first value of `reduce`, if there is one. */
export function callWithCallback(
  receiver: unknown,
  name: string,
  call: Callback,
  start: readonly unknown[],
  meter: Meter,
): unknown {
  if (!Array.isArray(receiver)) return notCallable(receiver, name)
  const list: readonly unknown[] = receiver
  meter.listOf(list.length)
  if (name !== "reduce") return callbackMethods[name]?.(list, call, meter)
  if (list.length === 0 && start.length === 0) typeError("Reduce of an empty list with no initial value")
  const step = (sum: unknown, item: unknown, index: number): unknown => call(sum, item, index, list)
  return start.length > 0 ? list.reduce(step, start[0]) : list.reduce(step)
}

/** Plain data holds no functions; only what JavaScript's prototypes have could be called. */
function notCallable(receiver: unknown, name: string): never {
  if (inherits(receiver, name) || typeof receiver === "object") notNative(`it calls ${name}`)
  return typeError(`${name} is not a function`)
}

function string(value: unknown): string {
  return typeof value === "string" ? value : notNative("an argument is not text")
}

function optionalString(value: unknown): string | undefined {
  return value === undefined ? undefined : string(value)
}

function whole(value: unknown): number {
  return Number.isSafeInteger(value) ? (value as number) : notNative("an argument is not a whole number")
}

function only(given: readonly unknown[]): unknown {
  return given.length === 1 ? given[0] : notNative("a method is given more than it is known for")
}

function range(given: readonly unknown[]): number[] {
  if (given.length > 2) notNative("a method is given more than it is known for")
  return given.map(whole)
}

/** A search may look at every character of one text for each of the other. */
function sought(text: string, given: readonly unknown[], meter: Meter): string {
  const search = string(only(given))
  meter.charge((text.length * Math.max(1, search.length)) / 100)
  return search
}

/** Lists and maps are found by identity, which the two lanes do not share. */
function soughtItem(list: readonly unknown[], given: readonly unknown[], meter: Meter): Primitive {
  const item = only(given)
  const size = typeof item === "string" ? 1 + item.length / 50 : 1
  meter.charge((list.length * size) / 20)
  return isPrimitive(item) ? item : notNative("it looks for a list or a map")
}

function padding(given: readonly unknown[], meter: Meter): number {
  const length = whole(given[0])
  if (length > 0) meter.textOf(length)
  return length
}

function replacing(text: string, given: readonly unknown[], meter: Meter): [string, string] {
  const [from, to] = [string(given[0]), string(given[1])]
  if (to.includes("$")) notNative("the replacement has a $ in it")
  meter.charge((text.length * Math.max(1, from.length)) / 100)
  return [from, to]
}

/** Beyond these scripts the tables of letters differ between JavaScript engines. */
function changedCase(text: string, meter: Meter): string {
  meter.textOf(text.length)
  return /^[\0-\u052f]*$/.test(text) ? text : notNative("it changes the case of rarer letters")
}
