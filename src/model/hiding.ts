import type { Json } from "../lib/json.ts"
import type { Cassette, RecordedStep } from "./recording.ts"
import type { TestCase } from "./testCase.ts"

/*
 * A recording that is handed on may say what is nobody else's business: a name, an address. Such words are taken out
 * wherever they stand. What was asked with them had another hash then; so the calls of such a step are found by what
 * they are alone.
 */

/** What stands where something was hidden. */
export const hiddenMark = "[hidden]"

/** A call of this hash answers whatever was asked. */
export const anyHash = ""

/** The test with these words taken out of its recording, and of what it expects. */
export function hiddenTest(test: TestCase, words: readonly string[]): TestCase {
  const sought = words.map(word => word.trim()).filter(word => word !== "")
  if (sought.length === 0) return test
  return {
    ...test,
    cassette: hiddenCassette(test.cassette, sought),
    expect: without(test.expect as unknown as Json, sought) as unknown as TestCase["expect"],
  }
}

function hiddenCassette({ steps, ...rest }: Cassette, words: readonly string[]): Cassette {
  const hidden = Object.entries(steps).map(([task, step]) => {
    const clean = without(step as unknown as Json, words) as unknown as RecordedStep
    if (JSON.stringify(clean) === JSON.stringify(step)) return [task, step] as const
    const attempts = clean.attempts.map(calls => calls.map(call => ({ ...call, hash: anyHash })))
    return [task, { ...clean, attempts }] as const
  })
  const around = without(rest as unknown as Json, words) as unknown as typeof rest
  return { ...around, steps: Object.fromEntries(hidden) }
}

function without(value: Json, words: readonly string[]): Json {
  if (typeof value === "string") return words.reduce((text, word) => text.replaceAll(word, hiddenMark), value)
  if (Array.isArray(value)) return value.map(each => without(each, words))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, without(inner, words)]))
}
