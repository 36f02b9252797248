import { own } from "../../lib/json.ts"
import { parseExpression } from "../expression.ts"
import { library } from "../library/library.ts"
import { roots } from "../names.ts"
import { writeOutUnrunSteps } from "../unrunSteps.ts"
import type { OtherLane } from "./lanes.ts"

class LibraryError extends Error {}

/** Plain JavaScript as the other lane: without any wall, hence for samples of our own only. */
export const javascriptLane: OtherLane = ({ source, scope }) => {
  const names = [...roots, ...library.map(({ name }) => name)]
  const functions = library.map(({ name, run }) => (...given: unknown[]) => {
    if (run === null) throw new Error(`Expected ${name} to be left to the sandbox`)
    const made = run(
      given.map(value => value ?? null),
      scope.clock,
    )
    if (!made.ok) throw new LibraryError(made.error)
    return made.value
  })
  const parsed = parseExpression(source)
  const written = parsed.ok ? writeOutUnrunSteps(parsed.value) : source
  try {
    const call: (...given: unknown[]) => unknown = new Function(
      ...names,
      `"use strict"; return (${written}\n)`,
    ) as never
    return { ok: true, value: call(...roots.map(name => own(scope.values, name)), ...functions) }
  } catch (cause) {
    return { ok: false, code: codeOf(cause) }
  }
}

function codeOf(cause: unknown): string {
  if (cause instanceof LibraryError) return "bad_argument"
  const name = cause instanceof Error ? cause.name : ""
  return (
    {
      TypeError: "type_error",
      RangeError: "range_error",
      SyntaxError: "syntax_error",
      ReferenceError: "reference_error",
    }[name] ?? "thrown"
  )
}
