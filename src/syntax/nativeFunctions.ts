import { notNative, Stop } from "./evaluationProblems.ts"
import { isDeepJson } from "./library/jsonDepth.ts"
import { type Meter, type Primitive, primitive } from "./nativeValues.ts"
import { isSecret } from "./secrets.ts"

/*
 * JavaScript's own functions that the native lane knows, by the name under which an expression calls them. Those
 * whose result depends on the engine's arithmetic (`Math.pow`, `Math.sin`) are left to the sandbox.
 */

type NativeFunction = (given: readonly unknown[], meter: Meter) => unknown

const functions: { readonly [name: string]: NativeFunction } = {
  Boolean: given => Boolean(plain(given[0])),
  Number: (given, meter) => (given.length > 0 ? Number(primitive(given[0], meter)) : 0),
  String: (given, meter) => (given.length > 0 ? String(primitive(given[0], meter)) : ""),
  isFinite: (given, meter) => Number.isFinite(Number(primitive(given[0], meter))),
  isNaN: (given, meter) => Number.isNaN(Number(primitive(given[0], meter))),
  parseFloat: (given, meter) => Number.parseFloat(String(primitive(given[0], meter))),
  parseInt: (given, meter) =>
    Number.parseInt(String(primitive(given[0], meter)), Number(primitive(given[1], meter))),
  "Array.isArray": given => Array.isArray(plain(given[0])),
  "JSON.parse": (given, meter) => parseJson(given, meter),
  "JSON.stringify": (given, meter) => writeJson(given, meter),
  "Math.abs": (given, meter) => Math.abs(number(given[0], meter)),
  "Math.ceil": (given, meter) => Math.ceil(number(given[0], meter)),
  "Math.floor": (given, meter) => Math.floor(number(given[0], meter)),
  "Math.max": (given, meter) => Math.max(...given.map(value => number(value, meter))),
  "Math.min": (given, meter) => Math.min(...given.map(value => number(value, meter))),
  "Math.round": (given, meter) => Math.round(number(given[0], meter)),
  "Math.sign": (given, meter) => Math.sign(number(given[0], meter)),
  "Math.sqrt": (given, meter) => Math.sqrt(number(given[0], meter)),
  "Math.trunc": (given, meter) => Math.trunc(number(given[0], meter)),
  "Number.isFinite": given => Number.isFinite(plain(given[0])),
  "Number.isInteger": given => Number.isInteger(plain(given[0])),
  "Number.isNaN": given => Number.isNaN(plain(given[0])),
  "Object.entries": (given, meter) => Object.entries(listed(given, meter)),
  "Object.keys": (given, meter) => Object.keys(listed(given, meter)),
  "Object.values": (given, meter) => Object.values(listed(given, meter)),
}

/** The objects whose functions are known by two names, such as `Math`. */
export const namespaces: ReadonlySet<string> = new Set(
  Object.keys(functions).flatMap(name => (name.includes(".") ? [name.slice(0, name.indexOf("."))] : [])),
)

/** JavaScript's own function of the name (`Math.max`, `parseInt`), if the native lane knows it. */
export function nativeFunction(name: string): NativeFunction | undefined {
  return Object.hasOwn(functions, name) ? functions[name] : undefined
}

function plain(value: unknown): unknown {
  return isSecret(value) ? notNative("it looks into a secret") : value
}

function number(value: unknown, meter: Meter): number {
  return Number(primitive(value, meter))
}

function listed(given: readonly unknown[], meter: Meter): object {
  const value = plain(given[0])
  if (typeof value !== "object" || value === null) return notNative("Object is given no map")
  meter.listOf(Object.keys(value).length)
  return value
}

function parseJson(given: readonly unknown[], meter: Meter): unknown {
  const [text] = given
  if (typeof text !== "string" || given.length > 1) return notNative("JSON.parse is given no text, or more")
  meter.textOf(text.length * 4)
  if (isDeepJson(text)) notNative("the JSON is nested too deeply")
  try {
    return JSON.parse(text)
  } catch {
    throw new Stop(
      "syntax_error",
      "The text that JSON.parse was given is not JSON. Look at the value it came from.",
    )
  }
}

function writeJson(given: readonly unknown[], meter: Meter): string | undefined {
  const [value, replacer, indent] = given
  if (replacer !== null && replacer !== undefined) return notNative("JSON.stringify is given a replacer")
  if (indent !== undefined && !(Number.isSafeInteger(indent) || typeof indent === "string")) {
    return notNative("JSON.stringify is given an unusual indent")
  }
  meter.tree(value)
  const text = JSON.stringify(value, null, indent as Primitive as number) as string | undefined
  if (text !== undefined) meter.textOf(text.length)
  return text
}
