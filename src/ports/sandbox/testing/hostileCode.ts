import corpus from "../../../../e2e/corpus/bad-inputs.json"

/** One hostile input of the corpus. */
export interface Hostile {
  readonly id: string
  readonly source: string
}

function of(surface: string): readonly Hostile[] {
  return corpus
    .filter(each => each.surface === surface)
    .map(({ id, input }) => ({ id, source: String(input) }))
}

/** What the corpus has no example of, of all that is known to have broken out of walls like ours. */
const kin: readonly (readonly [id: string, source: string])[] = [
  [
    "prototype walk",
    "Object.getPrototypeOf(Object.getPrototypeOf(async function* () {})).constructor('return fetch')()",
  ],
  ["pollution by a setter", "Object.setPrototypeOf(Object.prototype, { polluted: 1 })"],
  ["pollution by defining", "Reflect.defineProperty(Object.prototype, 'polluted', { value: 1 })"],
  ["getter in the result", "({ get a() { return Function('return fetch')() } })"],
  [
    "proxy as the result",
    "new Proxy({}, { get: (_, key) => key, ownKeys: () => ['a'], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) })",
  ],
  ["proxy of a function", "new Proxy(Function, { apply: (f, _, [code]) => f(code)() })('return fetch')"],
  ["toString", "String({ toString: () => { throw { name: { toString: () => fetch }, message: 1 } } })"],
  ["valueOf", "+{ valueOf: () => Function('return fetch')() }"],
  ["Symbol.toPrimitive", "String({ [Symbol.toPrimitive]: () => { for (;;); } })"],
  ["toJSON", "({ toJSON: () => Function('return postMessage')() })"],
  ["tagged template", "(parts => parts.map.constructor(parts.raw[0])())`return fetch`"],
  [
    "async generator",
    "(async function* () { yield* Array.fromAsync({ async *[Symbol.asyncIterator]() { for (;;) yield 1 } }) })().next()",
  ],
  [
    "async generator's constructor",
    "Object.getPrototypeOf(async function* () {}).constructor('yield fetch')().next()",
  ],
  [
    "generator's constructor",
    "Object.getPrototypeOf(function* () {}).constructor('yield fetch')().next().value",
  ],
  [
    "prepareStackTrace",
    "(() => { Error.prepareStackTrace = (_, frames) => frames; return new Error().stack })()",
  ],
  ["import()", "import('data:text/javascript,export default fetch')"],
  ["arguments.callee", "(function () { return arguments.callee.caller })()"],
  ["with", "Function('with ({ a: 1 }) return a + typeof fetch')()"],
  [
    "new.target",
    "(() => { let it; class A { constructor() { it = new.target } } new A(); return it.constructor('return fetch')() })()",
  ],
  ["Reflect.construct", "Reflect.construct(Function, ['return fetch'], class extends Function {})()"],
  ["eval", "(0, eval)('typeof fetch + typeof postMessage')"],
  ["globalThis", "Object.entries(globalThis).map(([name]) => name).join()"],
  ["deep recursion", "(function f(n) { return [f(n + 1)] })(0)"],
  ["deep recursion by getters", "(() => { const a = { get b() { return a.b } }; return a.b })()"],
  [
    "promise flood",
    "(() => { const f = () => Promise.resolve().then(() => { f(); f() }); f(); return Promise.resolve(1) })()",
  ],
  ["promise that never settles", "new Promise(() => {})"],
  ["thenable", "({ then: go => go(Function('return fetch')()) })"],
  ["thrown proxy", "(() => { throw new Proxy({}, { get: () => { throw new Proxy({}, {}) } }) })()"],
  ["thrown getter", "(() => { throw { get message() { for (;;); } } })()"],
  ["thrown promise", "(() => { throw Promise.reject(new Proxy(() => {}, { get: () => fetch })) })()"],
  ["memory by lists", "(() => { const all = []; for (;;) all.push(new Array(100000).fill(all.length)) })()"],
  ["memory by buffers", "(() => { const all = []; for (;;) all.push(new ArrayBuffer(1 << 20)) })()"],
  ["memory by maps", "(() => { const all = new Map(); for (let n = 0; ; n++) all.set({}, { n }) })()"],
]

/** What is so large that it has to be ended: within its limit, or by the limit of memory. */
export const heavyExpressions: readonly string[] = [
  "'x'.repeat(500 * 2 ** 20).length",
  "'x'.padEnd(500 * 2 ** 20, 'ab').split('').length",
  "(() => { let s = 'x'; for (;;) s += s })()",
  "Array.from({ length: 1e7 }, (_, n) => 1e7 - n).sort()",
  "Array.from({ length: 1e7 }, (_, n) => (n * 7919) % 1e7).toSorted((a, b) => a - b)",
  "new Array(2 ** 32 - 1).join('x')",
  "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
  "'a'.repeat(1e6).replaceAll('a', 'b'.repeat(1e6))",
  "JSON.parse('['.repeat(1e6))",
  "/^(a+)+$/.test('a'.repeat(60) + '!')",
]

/** Hostile expressions. */
export const hostileExpressions: readonly Hostile[] = [
  ...of("expression"),
  ...kin.map(([id, source]) => ({ id, source })),
]
/** Hostile code of code steps. */
export const hostileCode = of("code-step")

/** Hostile patterns, as expressions that use them: each ends in a value, a problem, or at its limit. */
export const hostilePatterns: readonly Hostile[] = of("regex").map(({ id, source }) => ({
  id,
  source: patternSource(source),
}))

/** `/a+/ on "a"*3+"b"` is a pattern with what it is tried on; else it is a pattern alone. */
function patternSource(input: string): string {
  const tried = /^(\/.*\/[a-z]*) on (.+)$/.exec(input)
  if (tried !== null) {
    const [, pattern = "", on = ""] = tried
    const text = on.replace(/"((?:[^"\\]|\\.)*)"\*(\d+)/g, '"$1".repeat($2)')
    return `${pattern}.test(${text})`
  }
  const generated = /^gen:(.*)$/.exec(input)
  if (generated !== null) return `new RegExp(${generated[1]}).test("a")`
  const withFlag = /^(.*) with u flag$/.exec(input)
  if (withFlag !== null) return `new RegExp(${JSON.stringify(withFlag[1])}, "u").test("a")`
  if (input.startsWith("global regex"))
    return "(() => { const r = /a/g; return ['a', 'a'].map(x => r.test(x)) })()"
  if (input.startsWith("filter box")) return "/(a+)+$/.test('a'.repeat(40) + '!')"
  return `new RegExp(${JSON.stringify(input)}).test("aab")`
}
