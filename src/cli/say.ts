import { formatDuration } from "../lib/durations.ts"
import type { Json } from "../lib/json.ts"
import { printable } from "./printable.ts"

/** How lines for people look: with colours where a terminal shows them, else plain. */

const styles = {
  good: "\u001b[32m",
  bad: "\u001b[31m",
  warn: "\u001b[33m",
  bold: "\u001b[1m",
  dim: "\u001b[2m",
} as const

/** Puts a text into a style, or leaves it as it is. */
export type Paint = (style: keyof typeof styles, text: string) => string

/** Paints for a terminal, or for none. */
export function painter(colours: boolean): Paint {
  return (style, text) => (colours ? `${styles[style]}${text}\u001b[0m` : text)
}

/** A time that passed, as people read it: `340 ms`, `2.4 s`, `3m5s`. */
export function sayTime(milliseconds: number): string {
  const time = Math.max(0, Math.round(milliseconds))
  if (time < 1_000) return `${time} ms`
  if (time < 60_000) return `${(time / 1_000).toFixed(1)} s`
  return formatDuration(Math.round(time / 1_000) * 1_000)
}

/** Text on one line, cut to a length, without what could steer a terminal. */
export function oneLine(text: string, longest = 80): string {
  const flat = printable(text.replace(/\s+/g, " ").trim())
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat
}

/** A value for people: a text as it stands, all else as JSON on lines of its own. */
export function sayValue(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2)
  return text.split("\n").map(printable).join("\n")
}

/** A moment in the time of this computer. */
export function sayMoment(time: number): string {
  const date = new Date(time)
  const two = (number: number): string => String(number).padStart(2, "0")
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
