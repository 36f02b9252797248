import { notNative, typeError } from "./evaluationProblems.ts"
import { isSecret } from "./secrets.ts"

/*
 * How the native lane reads plain data. It reads own properties only. A name that data lacks but JavaScript's
 * prototypes have (`constructor`, `toString`) is not answered here at all: the evaluation stops with `not_native`,
 * and the sandbox gives JavaScript's answer inside its walls.
 */

/** The limits of one evaluation in the native lane. What would pass them is left to the sandbox. */
export interface NativeLimits {
  /** Steps of work: calls of callbacks, and characters and items looked at, at about a hundred to a step. */
  readonly work: number
  /** The longest text that may be made. */
  readonly text: number
  /** The longest list that may be made. */
  readonly list: number
}

/** Limits that keep an evaluation within some milliseconds. */
export const nativeLimits: NativeLimits = { work: 200_000, text: 4_000_000, list: 100_000 }

const deepestValue = 500

/** What one evaluation has used up. */
export class Meter {
  #work: number
  readonly limits: NativeLimits
  constructor(limits: NativeLimits) {
    this.limits = limits
    this.#work = limits.work
  }
  /** Takes steps of work. */
  charge(steps: number): void {
    this.#work -= steps
    if (this.#work < 0) notNative("it does too much work")
  }
  /** The text, if it may be this long; charges for it. */
  text(text: string): string {
    this.textOf(text.length)
    return text
  }
  /** Makes sure that text of this length may be made, and charges for it. */
  textOf(length: number): void {
    if (length > this.limits.text) notNative("its text is too long")
    this.charge(length / 100)
  }
  /** Makes sure that a list of this length may be made, and charges for it. */
  listOf(length: number): void {
    if (length > this.limits.list) notNative("its list is too long")
    this.charge(length / 20)
  }
  /**
   * Charges for all that is in the value, counted as often as it stands there: `[x, x]` of `[x, x]` takes little
   * memory, and doubles each time when it is written out. What takes JSON alone is given nothing else: on its way
   * into the sandbox a number that is none would become null.
   */
  tree(value: unknown, { isJson = false } = {}): void {
    let level: readonly unknown[] = [value]
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > deepestValue) notNative("its data is nested too deeply")
      const below: unknown[] = []
      for (const item of level) {
        this.charge(0.2)
        if (typeof item === "string") this.charge(item.length / 250)
        else if (typeof item === "object" && item !== null) {
          const inner = Array.isArray(item) ? item : Object.values(item)
          this.charge(inner.length / 100)
          for (const child of inner) below.push(child)
        } else if (isJson && (item === undefined || (typeof item === "number" && !Number.isFinite(item))))
          notNative("an argument is no JSON")
      }
      level = below
    }
  }
}

/** The value of a property, as JavaScript reads it from plain data. */
export function readKey(value: unknown, key: string | number): unknown {
  if (typeof value === "object" && value !== null) {
    if (Array.isArray(value)) return readListKey(value, key)
    if (Object.hasOwn(value, key)) return (value as Record<string | number, unknown>)[key]
    if (objectNames.has(key) || isSecret(value)) notNative(`it reads ${JSON.stringify(key)}`)
    return undefined
  }
  if (typeof value === "string") {
    if (key === "length") return value.length
    return typeof key === "number" ? value[key] : readTextKey(value, key)
  }
  if (value === null || value === undefined) {
    typeError(`Cannot read properties of ${value} (reading ${JSON.stringify(key)})`)
  }
  return inherited(typeof value === "number" ? numberNames : booleanNames, key)
}

function readListKey(list: readonly unknown[], key: string | number): unknown {
  if (typeof key === "number" || Object.hasOwn(list, key)) return list[key as number]
  return inherited(listNames, key)
}

function readTextKey(text: string, key: string): unknown {
  return /^(?:0|[1-9]\d{0,8})$/.test(key) ? text[Number(key)] : inherited(stringNames, key)
}

function inherited(names: ReadonlySet<string | number>, key: string | number): undefined {
  if (names.has(key)) notNative(`it reads ${JSON.stringify(key)}`)
}

/** A computed key as JavaScript turns it into a property's name. */
export function toKey(key: unknown): string | number {
  if (typeof key === "string") return key
  if (typeof key === "number") return Number.isSafeInteger(key) && key >= 0 ? key : String(key)
  if (typeof key === "object" && key !== null) notNative("a key is not text")
  return String(key)
}

/** Whether a value of this sort inherits the name from JavaScript's prototypes. */
export function inherits(value: unknown, name: string): boolean {
  if (Array.isArray(value)) return listNames.has(name)
  if (typeof value === "string") return stringNames.has(name)
  if (typeof value === "number") return numberNames.has(name)
  return typeof value === "boolean" ? booleanNames.has(name) : objectNames.has(name)
}

function namesOf(...prototypes: object[]): ReadonlySet<string | number> {
  return new Set(prototypes.flatMap(prototype => Object.getOwnPropertyNames(prototype)))
}

const objectNames = namesOf(Object.prototype)
const listNames = namesOf(Object.prototype, Array.prototype)
const stringNames = namesOf(Object.prototype, String.prototype)
const numberNames = namesOf(Object.prototype, Number.prototype)
const booleanNames = namesOf(Object.prototype, Boolean.prototype)

/** A value that JavaScript turns into text or a number without asking an object how. */
export type Primitive = string | number | boolean | null | undefined

/** Whether the value is no object. */
export function isPrimitive(value: unknown): value is Primitive {
  return typeof value !== "object" || value === null
}

/**
 * The value, which must not be an object: those turn into text and numbers in ways of their own. Charges for text,
 * since whatever is done with it looks at all of it.
 */
export function primitive(value: unknown, meter: Meter): Primitive {
  if (typeof value === "string") meter.charge(value.length / 250)
  return isPrimitive(value) ? value : notNative("it turns a list or a map into text or a number")
}
