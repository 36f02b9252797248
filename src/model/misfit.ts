import type { z } from "zod"
import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"

/** Where a value does not fit its schema, and why, as problems tell it. */
export interface Misfit {
  readonly path: string
  readonly why: string
}

type Issue = z.core.$ZodIssue

/** The first thing that does not fit, said in words; `whole` names the value where no part of it is meant. */
export function misfitOf(error: z.ZodError, whole: string): Misfit {
  const issue = error.issues[0]
  if (issue === undefined) return { path: whole, why: t`it does not fit` }
  const found = innermost(issue, [])
  return { path: found.path.map(String).join(".") || whole, why: found.why }
}

/** Zod says of a key or of a choice that it is wrong, and only inside of that why. */
function innermost(issue: Issue, above: readonly PropertyKey[]): { path: PropertyKey[]; why: string } {
  const path = [...above, ...issue.path]
  if (issue.code === "invalid_key" || issue.code === "invalid_element") {
    const [inner] = issue.issues
    const why = inner === undefined ? t`it does not fit` : whyOf(inner)
    return { path, why: issue.code === "invalid_key" ? t`this name does not fit: ${why}` : why }
  }
  if (issue.code === "invalid_union") {
    // Of several choices the one that was meant is the one that fitted furthest.
    const choices = issue.errors.flatMap(([first]) => (first === undefined ? [] : [innermost(first, path)]))
    const furthest = choices.reduce<(typeof choices)[number] | undefined>(
      (best, choice) => (best === undefined || choice.path.length > best.path.length ? choice : best),
      undefined,
    )
    if (furthest !== undefined && furthest.path.length > path.length) return furthest
  }
  return { path, why: whyOf(issue) }
}

/** What Zod says of itself, where a schema has no words of its own. */
const isZods = /^(Invalid (input|option|number)\b|Too (small|big): expected|Unrecognized key)/

function whyOf(issue: Issue): string {
  if (issue.code === "invalid_type") return wrongType(issue)
  if (!isZods.test(issue.message)) return issue.message
  switch (issue.code) {
    case "invalid_value":
      return issue.values.length === 1
        ? t`it has to be ${String(issue.values[0])}`
        : t`it has to be one of ${issue.values.map(String).join(", ")}`
    case "too_small":
      return tooSmall(issue)
    case "too_big":
      return tooBig(issue)
    case "not_multiple_of":
      return t`it has to be a multiple of ${String(issue.divisor)}`
    case "unrecognized_keys":
      return t`nothing is known of ${issue.keys.join(", ")}`
    default:
      return t`it does not fit`
  }
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  const least = String(minimum)
  if (origin === "string" || origin === "array" || origin === "map" || origin === "set") {
    if (least === "1") return t`it is empty`
    return origin === "string"
      ? t`it has to have at least ${least} characters`
      : t`it has to have at least ${least} entries`
  }
  return inclusive === false ? t`it has to be more than ${least}` : t`it has to be at least ${least}`
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): string {
  const most = String(maximum)
  if (origin === "string")
    return most === "1" ? t`it may have one character at most` : t`it may have at most ${most} characters`
  if (origin === "array" || origin === "map" || origin === "set")
    return most === "1" ? t`it may have one entry at most` : t`it may have at most ${most} entries`
  return inclusive === false ? t`it has to be less than ${most}` : t`it may be at most ${most}`
}

const typeWords: { readonly [type: string]: string } = {
  ...{
    string: t`text`,
    number: t`a number`,
    int: t`a whole number`,
    boolean: t`true or false`,
  },
  ...{ array: t`a list`, object: t`a map`, record: t`a map`, null: "null" },
}

/** Zod tells what it received within its sentence alone. */
function wrongType({ expected, message }: z.core.$ZodIssueInvalidType): string {
  const wanted = own(typeWords, expected)
  const received = /received (\w+)$/.exec(message)?.[1] ?? ""
  if (wanted === undefined) return message
  if (received === "undefined") return t`it is missing, and has to be ${wanted}`
  return t`it has to be ${wanted}, and is ${own(typeWords, received) ?? received}`
}
