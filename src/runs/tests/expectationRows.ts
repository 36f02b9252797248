import { isList, isMap, type Json } from "../../lib/json.ts"
import { type CheckName, checkOf, expectationOf } from "../../model/expectations.ts"
import type { Expectation } from "../../model/testCase.ts"

/** An expectation as it is typed. */
export interface ExpectationRow {
  readonly id: number
  readonly at: string
  readonly check: CheckName
  /** The value as text: JSON, or the words themselves where they are none. */
  readonly text: string
}

let last = 0

/** A row with a name of its own. */
export function rowOf(row: Omit<ExpectationRow, "id">): ExpectationRow {
  return { ...row, id: ++last }
}

/** The expectation, ready to be changed. */
export function rowFrom(expectation: Expectation): ExpectationRow {
  const [check, value] = checkOf(expectation)
  const text = check === "matches" ? String(value) : JSON.stringify(value)
  return rowOf({ at: expectation.at, check, text })
}

/** What the row says; undefined where it cannot be read yet. */
export function expectationIn({ at, check, text }: ExpectationRow): Expectation | undefined {
  if (at.trim() === "") return undefined
  const value = valueIn(check, text)
  return value === undefined ? undefined : expectationOf(at.trim(), check, value)
}

function valueIn(check: CheckName, text: string): Json | undefined {
  if (check === "exists") return text !== "false"
  if (check === "matches") return isPattern(text) ? text : undefined
  if (check === "above" || check === "below") {
    const number = text.trim() === "" ? Number.NaN : Number(text)
    return Number.isFinite(number) ? number : undefined
  }
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, "u")
    return true
  } catch {
    return false
  }
}

/** A field that can be asked about, and what it is. */
export interface Field {
  readonly at: string
  readonly value: Json
}

const mostFields = 400

/** The fields of a value, each with its path, containers before what is in them. */
export function fieldsOf(facts: Json): readonly Field[] {
  const found: Field[] = []
  const visit = (value: Json, at: string): void => {
    if (found.length >= mostFields) return
    if (at !== "") found.push({ at, value })
    if (isList(value)) for (const [index, item] of value.slice(0, 5).entries()) visit(item, `${at}[${index}]`)
    else if (isMap(value)) {
      for (const [key, inner] of Object.entries(value))
        if (/^[\w-]+$/.test(key)) visit(inner, at === "" ? key : `${at}.${key}`)
    }
  }
  visit(facts, "")
  return found
}
