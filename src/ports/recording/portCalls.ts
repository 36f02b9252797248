import { isMap } from "../../lib/json.ts"
import type { Ports } from "../../model/ports.ts"

/*
 * Ports are many and their methods differ, but what stands around them (recording, replay) treats all alike: a method
 * is called with some arguments, among which may be functions to call back, and answers at once or later. Ports that
 * answer at once are the clock and chance.
 */

/** One call of a method, and how it is done. */
export interface Called {
  readonly port: string
  readonly what: string
  readonly asked: readonly unknown[]
  /** Does it, with other arguments if they are given. */
  readonly perform: (asked?: readonly unknown[]) => unknown
}

type Method = (...asked: unknown[]) => unknown

/** Ports that reach nothing outside: what they are given says all of what they answer. */
const inward: readonly string[] = ["jobs"]

/** The ports with each call done by the function in its place. */
export function aroundPorts(ports: Partial<Ports>, call: (called: Called) => unknown): Partial<Ports> {
  return Object.fromEntries(
    Object.entries(ports).map(([port, methods]) => [
      port,
      inward.includes(port) ? methods : aroundPort(port, methods, call),
    ]),
  )
}

function aroundPort(port: string, methods: object, call: (called: Called) => unknown): object {
  const around = Object.entries(methods).map(([what, method]) => {
    if (typeof method !== "function") return [what, method] as const
    const perform =
      (first: readonly unknown[]) =>
      (asked = first) =>
        (method as Method).apply(methods, [...asked])
    return [what, (...asked: unknown[]) => call({ port, what, asked, perform: perform(asked) })] as const
  })
  return Object.fromEntries(around)
}

/** Ports that answer at once. */
export const promptPorts: readonly string[] = ["clock", "random"]

/** The arguments with their functions called back through the one given, by the name under which they stand. */
export function withHearers(
  asked: readonly unknown[],
  hear: (name: string, original: Method) => Method,
): unknown[] {
  return asked.map((each, at) => {
    if (typeof each === "function") return hear(String(at), each as Method)
    if (!isMap(each)) return each
    const functions = Object.entries(each as object).filter(([, value]) => typeof value === "function")
    if (functions.length === 0) return each
    return {
      ...each,
      ...Object.fromEntries(functions.map(([name, value]) => [name, hear(name, value as Method)])),
    }
  })
}

/** Lets go of streams among the arguments, which nobody is going to read. */
export function letGo(asked: readonly unknown[]): void {
  for (const each of asked)
    if (each instanceof ReadableStream && !each.locked) void each.cancel().catch(() => {})
}

/** Calls the functions among the arguments as they were called when it was recorded. */
export function hearersIn(asked: readonly unknown[]): (name: string, value: unknown) => void {
  const hearers = new Map<string, Method>()
  withHearers(asked, (name, original) => {
    hearers.set(name, original)
    return original
  })
  return (name, value) => void hearers.get(name)?.(...(value as unknown[]))
}
