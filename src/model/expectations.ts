import { t } from "../language/t.ts"
import { isList, isMap, type Json, type Path, sameJson } from "../lib/json.ts"
import type { Expectation, Failure } from "./testCase.ts"

/** What can be asked of a field of a run. */
export type CheckName = "is" | "isNot" | "contains" | "matches" | "above" | "below" | "exists"

/** What can be asked of a field, in the words in which people choose it. */
export const checkNames: { readonly [Name in CheckName]: string } = {
  is: t`is`,
  isNot: t`is not`,
  contains: t`contains`,
  matches: t`matches the pattern`,
  above: t`is above`,
  below: t`is below`,
  exists: t`is there`,
}

/** The name of what is asked, and what it is asked with. */
export function checkOf(expectation: Expectation): readonly [name: CheckName, value: Json] {
  const { at: _, got: _got, ...check } = expectation as Failure
  const [[name, value] = ["exists", true]] = Object.entries(check)
  return [name as CheckName, value as Json]
}

/** Asks it of the field; the value has been looked at. */
export function expectationOf(at: string, name: CheckName, value: Json): Expectation {
  return { at, [name]: value } as Expectation
}

/** Whether the value is as expected. Whether a text fits a pattern is found out where endless patterns are stopped. */
export function holds(
  expectation: Expectation,
  got: Json | undefined,
  fits: (pattern: string, text: string) => Promise<boolean>,
): boolean | Promise<boolean> {
  if ("is" in expectation) return sameJson(got, expectation.is)
  if ("isNot" in expectation) return !sameJson(got, expectation.isNot)
  if ("contains" in expectation) return got !== undefined && contains(got, expectation.contains)
  if ("above" in expectation) return typeof got === "number" && got > expectation.above
  if ("below" in expectation) return typeof got === "number" && got < expectation.below
  if ("exists" in expectation) return (got !== undefined && got !== null) === expectation.exists
  return typeof got === "string" && fits(expectation.matches, got)
}

/** A text contains a part of it, a list an item, a map some of its fields. */
function contains(whole: Json, part: Json): boolean {
  if (typeof whole === "string") return typeof part === "string" && whole.includes(part)
  if (isList(whole)) return whole.some(item => sameJson(item, part))
  if (!isMap(whole) || !isMap(part)) return sameJson(whole, part)
  return Object.entries(part).every(([key, value]) => {
    const field = Object.hasOwn(whole, key) ? whole[key] : undefined
    return field !== undefined && (isMap(value) ? contains(field, value) : sameJson(field, value))
  })
}

/** The expectation in one line: `output.total is above 3`. */
export function sayExpectation(expectation: Expectation): string {
  const [name, value] = checkOf(expectation)
  if (name === "exists")
    return value === true ? t`${expectation.at} is there` : t`${expectation.at} is not there`
  return `${expectation.at} ${checkNames[name]} ${JSON.stringify(value)}`
}

/** What is to be expected from now on, where something else came out: just that. */
export function expectingWhatCame(
  expect: readonly Expectation[],
  failures: readonly Failure[],
): readonly Expectation[] {
  const failed = new Map(failures.map(failure => [sayExpectation(failure), failure]))
  return expect.map(each => {
    const failure = failed.get(sayExpectation(each))
    if (failure === undefined) return each
    const { got } = failure
    return got === undefined ? expectationOf(each.at, "exists", false) : expectationOf(each.at, "is", got)
  })
}

/** The path of a field as it is written: `steps.review.output.findings[0]`. */
export function fieldPath(text: string): Path {
  return text
    .split(/[.[\]]+/)
    .flatMap(part => (part === "" ? [] : [/^\d+$/.test(part) ? Number(part) : part]))
}
