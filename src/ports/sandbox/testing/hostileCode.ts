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

/** Hostile expressions. */
export const hostileExpressions = of("expression")
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
