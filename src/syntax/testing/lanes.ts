import fc from "fast-check"
import type { Json, JsonMap } from "../../lib/json.ts"
import { isMap } from "../../lib/json.ts"
import { parseExpression } from "../expression.ts"
import { compileNative, evaluateNative } from "../native.ts"
import type { EvaluationScope } from "../nativeFrame.ts"

/*
 * What a second lane has to be compared with the native one: expressions of the native subset together with
 * scopes, and a function that names the difference. Any evaluator of JavaScript may be the other lane.
 */

/** An expression with what it sees. */
export interface Sample {
  readonly source: string
  readonly scope: EvaluationScope
}

/** What the other lane makes of a sample: a value, or the code of its problem. */
export type OtherLane = (
  sample: Sample,
) => { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: string }

/** What came of a comparison. `left` means that the native lane leaves the expression to the other. */
export type Comparison =
  | "left"
  | "same value"
  | "same problem"
  | { readonly native: string; readonly other: string }

/** Evaluates the sample in both lanes and says how they compare. */
export function compareLanes(sample: Sample, otherLane: OtherLane): Comparison {
  const parsed = parseExpression(sample.source)
  const native = parsed.ok ? compileNative(parsed.value) : null
  if (!native) return "left"
  const mine = evaluateNative(native, sample.scope)
  if (!mine.ok && mine.error.code === "not_native") return "left"
  const other = otherLane(sample)
  if (mine.ok && other.ok && isSame(mine.value.value, other.value)) return "same value"
  if (!mine.ok && !other.ok && mine.error.code === other.code) return "same problem"
  return {
    native: mine.ok ? show(mine.value.value) : mine.error.code,
    other: other.ok ? show(other.value) : other.code,
  }
}

/** Whether two values say the same, in everything that a value can show: -0, NaN, undefined, the order of keys. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, n) => isSame(item, b[n]))
  if (!isMap(a) || !isMap(b)) return false
  const keys = Object.keys(a)
  return isSame(keys, Object.keys(b)) && keys.every(key => isSame(a[key], b[key]))
}

function show(value: unknown): string {
  return Object.is(value, -0) ? "-0" : (JSON.stringify(value) ?? String(value))
}

const keys = ["a", "b", "output", "list", "0", "length", "constructor", "__proto__", "toString", "map"]
const texts = ["", "a", "abc", " A-b ", "0", "12.5", "é", "\ud83d\ude00", "null", "$&", "0x10"]
const numbers = [0, -0, 1, 2, -1, 1.5, 1e21, 0.1, 255, Number.MAX_SAFE_INTEGER]

const leaf = fc.constantFrom<Json>(...texts, ...numbers, true, false, null)
const key = fc.constantFrom(...keys)
const { json } = fc.letrec<{ json: Json }>(tie => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("json"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("json")), { maxLength: 4 }).map(asMap),
  ),
}))

function asMap(entries: readonly (readonly [string, Json])[]): JsonMap {
  const map: { [key: string]: Json } = {}
  for (const [name, value] of entries) {
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true })
  }
  return map
}

const steps = fc.record({ a: fc.record({ output: json }), b: fc.record({ output: json, outlets: json }) })
const list = fc.array(json, { maxLength: 5 })

/** What an expression sees: plain data of every shape, hostile keys among it. */
export const scopes: fc.Arbitrary<EvaluationScope> = fc
  .record({
    inputs: fc.record({ text: fc.constantFrom(...texts), number: fc.constantFrom(...numbers), list }),
    vars: fc.record({ a: json, b: json }),
    steps,
    item: json,
    index: fc.nat(5),
    incoming: json,
  })
  .map(values => ({ values, clock: { now: 1_772_600_767_008, timezone: "Europe/Berlin" } }))

const numberLiteral = fc.constantFrom(...numbers).map(value => (Object.is(value, -0) ? "-0" : `${value}`))
const textLiteral = fc.constantFrom(...texts).map(text => JSON.stringify(text))
const oddLiteral = fc.constantFrom("true", "false", "null", "undefined", "NaN", "Infinity", "[]", "({})")
const small = fc.constantFrom("-1", "0", "1", "2", "7")
const step = fc.oneof(
  key.map(name => (/^\d/.test(name) ? `[${name}]` : `.${name}`)),
  key.map(name => `?.[${JSON.stringify(name)}]`),
)
const root = fc.constantFrom(
  "item",
  "incoming",
  "vars",
  "steps",
  "steps.a.output",
  "steps.none",
  "vars.a",
  "item",
)
const path = fc.tuple(root, fc.array(step, { maxLength: 3 })).map(([name, rest]) => name + rest.join(""))

const words = (text: string) => fc.constantFrom(...text.split(" "))
const callback = words("map filter find findIndex findLast some every flatMap")
const functions = fc.oneof(
  words("Boolean Number String isNaN isFinite parseInt parseFloat Array.isArray JSON.parse JSON.stringify"),
  words("Number.isFinite Number.isInteger Number.isNaN Object.entries Object.keys Object.values Math.max"),
  words("slug unique sum toJson lines compact sortBy"),
)

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
/** The letters in a form stand for arbitraries: `a` anything, `t` text, `n` a number, `l` a list, `k` a small one. */
const forms = {
  text: "String(n) `${a}-${t}` `${n}` t+n t.trim() t.toUpperCase() t.toLowerCase() t.slice(k,k) t.substring(k,k)".split(
    " ",
  ),
  textOfText:
    "t.replace(t,t) t.replaceAll(t,t) t.padStart(k,t) t.padEnd(k,t) t.repeat(k) t.at(k) t.charAt(k)".split(
      " ",
    ),
  textOfList:
    "l.join(t) l.join() t.concat(n,t) n.toFixed(k) (a).toString() JSON.stringify(a) (a?t:t) typeof(a)".split(
      " ",
    ),
  number:
    "n+n n-n n*n n/n n%n n|n n&n n^n n<<k n>>k n>>>k -(n) ~(n) +(t) Number(t) parseInt(t) parseFloat(t)".split(
      " ",
    ),
  numberOfText:
    "t.length l.length t.indexOf(t) t.lastIndexOf(t) l.indexOf(a) t.charCodeAt(k) Math.round(n)".split(" "),
  list: "[a,n,...l] l.slice(k,k) l.concat(l,a) l.toReversed() l.flat() t.split(t) Object.keys(a) l.filter(Boolean)".split(
    " ",
  ),
  truth:
    "n<n t<t n>=a t==n t===t n!=t a==null a!==undefined l.includes(n) t.includes(t) t.startsWith(t) !(a)".split(
      " ",
    ),
  any: "l[k] l.at(k) (a??a) (a||t) (a&&l) ({A:a,...(a),[t]:n}) (a)?.[t] (a)[k] l.reduce((item,index)=>a,a) void(a)".split(
    " ",
  ),
  callback:
    "l.map((item,index)=>a) l.filter(item=>a) l.some(item=>a) l.flatMap(item=>a) l.reduce((item,index)=>n+index)".split(
      " ",
    ),
}
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: expressions stand here as text.

const { expression } = fc.letrec<{ [name in "a" | "t" | "n" | "l" | "expression"]: string }>(tie => {
  const letters = { a: tie("a"), t: tie("t"), n: tie("n"), l: tie("l"), k: small }
  const filled = (...lists: (readonly string[])[]): fc.Arbitrary<string> =>
    fc.constantFrom(...lists.flat()).chain(form => {
      const pieces = form.split(/(?<![\w.])([atnlk])(?!\w)/)
      return fc
        .tuple(
          ...pieces.map((piece, n) =>
            n % 2 === 0 ? fc.constant(piece) : letters[piece as keyof typeof letters],
          ),
        )
        .map(made => `(${made.map((piece, n) => (n % 2 === 0 ? piece : `(${piece})`)).join("")})`)
    })
  const deep = { depthSize: "small", withCrossShrink: true } as const
  return {
    t: fc.oneof(
      deep,
      textLiteral,
      fc.constant("inputs.text"),
      filled(forms.text, forms.textOfText, forms.textOfList),
    ),
    n: fc.oneof(deep, numberLiteral, words("inputs.number index"), filled(forms.number, forms.numberOfText)),
    l: fc.oneof(deep, words("inputs.list [] [1,2] item"), filled(forms.list, forms.callback)),
    a: fc.oneof(
      deep,
      fc.oneof(path, oddLiteral),
      fc.oneof(tie("t"), tie("n"), tie("l"), filled(forms.truth, forms.any)),
      fc.tuple(functions, tie("a")).map(([name, a]) => `${name}(${a})`),
      fc.tuple(tie("a"), callback, tie("a")).map(([a, name, b]) => `(${a}).${name}(item => (${b}))`),
    ),
    expression: tie("a"),
  }
})

/** Expressions of the native subset, each with a scope. */
export const samples: fc.Arbitrary<Sample> = fc.record({ source: expression, scope: scopes })
