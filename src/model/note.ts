import { z } from "zod"
import { t } from "../language/t.ts"
import type { Json } from "../lib/json.ts"

/*
 * What steps say while they run. How far they are, and the text that they stream, is shown and not kept. What they
 * write to the log stands with the outcome of the attempt, as far as it is not too much:
 *
 *     step.completed  tell#1  said: { lines: [{ at: 1714, level: "warn", message: "Slow answer", data: { ms: 5200 } }] }
 */

const lineSchema = z.strictObject({
  at: z.number(),
  level: z.enum(["debug", "info", "warn", "error"]),
  message: z.string(),
  data: (z.json() as z.ZodType<Json>).optional(),
})
/** A line that a step wrote to the log. */
export type WrittenLine = z.infer<typeof lineSchema>
/** How much a line of the log matters. */
export type LogLevel = WrittenLine["level"]

/** What an attempt wrote to the log, as its outcome carries it. */
export const saidSchema = z.strictObject({
  lines: z.array(lineSchema),
  /** How many more lines it wrote, which are not kept. */
  left: z.int().min(1).optional(),
})
/** What an attempt wrote to the log. */
export type Said = z.infer<typeof saidSchema>

/** The last characters of a streamed text that are shown. */
export const longestText = 20_000

type Passing =
  | { readonly type: "progress"; readonly share: number; readonly say?: string }
  | { readonly type: "text"; readonly text: string }
  /** It takes a while. Of what is safe to repeat nothing stands in the journal before it is done. */
  | { readonly type: "begun" }

/** What code of a kind says while it runs. */
export type Word = Passing | ({ readonly type: "log" } & Readonly<Omit<WrittenLine, "at">>)

/** The same as those are told who watch: of a line, also which of its attempt it is, counted from 0. */
export type Note = Passing | ({ readonly type: "log"; readonly number: number } & Readonly<WrittenLine>)

/** How much a line holds. */
export function lettersIn({ message, data }: Pick<WrittenLine, "message" | "data">): number {
  return message.length + (data === undefined ? 0 : JSON.stringify(data).length)
}

/** Whether it is one line of an attempt that was told twice: what another attempt writes has another time. */
export function isSameLine(a: WrittenLine, b: WrittenLine): boolean {
  return a.at === b.at && a.level === b.level && a.message === b.message
}

/** Whether two lines say the same, at whatever time. */
export function isSameWriting(a: WrittenLine, b: WrittenLine): boolean {
  return a.level === b.level && a.message === b.message && JSON.stringify(a.data) === JSON.stringify(b.data)
}

/** A line as people read it: with its data behind it. */
export function sayWritten({ message, data }: Pick<WrittenLine, "message" | "data">): string {
  return data === undefined ? message : `${message} ${JSON.stringify(data)}`
}

/** Says that there were more lines; undefined where all were kept. */
export function sayLeft({ left }: Said, at: number): WrittenLine | undefined {
  if (left === undefined) return undefined
  const message =
    left === 1 ? t`wrote one more line, which is not kept` : t`wrote ${left} more lines, which are not kept`
  return { at, level: "warn", message }
}
