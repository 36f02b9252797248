// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import fc from "fast-check"
import { expect, test } from "vitest"
import type { Reference } from "./references.ts"
import { referencesOf } from "./references.ts"
import {
  expressionsIn,
  renameInput,
  renameStep,
  renameVariable,
  rewriteExpression,
  rewriteTemplate,
} from "./rewrite.ts"
import { expressionSource, sourceText, templateSource } from "./testing/sources.ts"

test.each([
  ["{{ steps.a.output }}", "{{ steps.z.output }}"],
  ["{{ steps.ab.output + steps.a }}", "{{ steps.ab.output + steps.z }}"],
  ["{{steps [ /* here */ 'a' ] . x // a\n}}", "{{steps [ /* here */ 'z' ] . x // a\n}}"],
  ['{{ steps["a"]?.output ?? steps?.a }}', '{{ steps["z"]?.output ?? steps?.z }}'],
  ["{{ `${steps[`a`].x} a` }} steps.a", "{{ `${steps[`z`].x} a` }} steps.a"],
  ["{{ inputs.a + vars.a + item.steps.a }}", "{{ inputs.a + vars.a + item.steps.a }}"],
  ["{{ [steps.a].map(steps => steps.a) }}", "{{ [steps.z].map(steps => steps.a) }}"],
  ["{{ { a: steps.a, steps } }}", "{{ { a: steps.z, steps } }}"],
  ["\\{{ steps.a }} {{ steps.a }}", "\\{{ steps.a }} {{ steps.z }}"],
  ["{{ steps.a }} {{ steps.a + }}", "{{ steps.a }} {{ steps.a + }}"],
])("renaming the step a turns %s into %s", (text, expected) => {
  expect(renameStep(text, "a", "z")).toBe(expected)
})

test("inputs and variables are renamed alike, and bare expressions too", () => {
  expect(renameInput("{{ inputs.a + vars.a }}", "a", "z")).toBe("{{ inputs.z + vars.a }}")
  expect(renameVariable("inputs.a + vars.a", "a", "z", "expression")).toBe("inputs.a + vars.z")
  expect(renameStep("steps.a > 1; steps.a", "a", "z", "expression")).toBe("steps.a > 1; steps.a")
})

test("a new name that is no identifier changes nothing", () => {
  expect(renameStep("{{ steps.a }}", "a", "z-1")).toBe("{{ steps.a }}")
})

test("a reference is replaced whole, and a shorthand keeps its key", () => {
  const replace = ({ root }: Reference) => (root === "steps" ? "memo[0]" : undefined)
  expect(rewriteTemplate("a {{ steps.x['y'].trim() + inputs.x }}", replace)).toBe(
    "a {{ memo[0].trim() + inputs.x }}",
  )
  expect(rewriteExpression("({ steps, inputs })", replace)).toBe("({ steps: memo[0], inputs })")
})

test("never throws, and a rewrite that changes nothing gives the very text", () => {
  fc.assert(
    fc.property(fc.oneof(sourceText, templateSource, expressionSource), text => {
      expect(rewriteTemplate(text, () => undefined)).toBe(text)
      expect(rewriteExpression(text, () => undefined)).toBe(text)
      expect(renameStep(text, "never_used", "other")).toBe(text)
    }),
    { numRuns: 1_000 },
  )
})

test("a reference replaced by its own source gives the very text", () => {
  fc.assert(
    fc.property(expressionSource, source => {
      const same = rewriteExpression(source, ({ start, end, shorthand }) =>
        shorthand ? undefined : source.slice(start, end),
      )
      expect(same).toBe(source)
    }),
  )
})

test("there and back is where one was, when the new name is fresh", () => {
  let renamed = 0
  fc.assert(
    fc.property(templateSource, text => {
      const there = renameStep(text, "from", "fresh")
      if (there !== text) renamed++
      expect(renameStep(there, "fresh", "from")).toBe(text)
      expect(stepsNamed(there, "from")).toBe(0)
      expect(stepsNamed(there, "fresh")).toBe(stepsNamed(text, "from"))
    }),
    { numRuns: 500 },
  )
  expect(renamed).toBeGreaterThan(20)
})

test("the references found are exactly the spans that are rewritten", () => {
  fc.assert(
    fc.property(expressionSource, source => {
      const [found] = expressionsIn(source, "expression")
      expect(found, source).toBeDefined()
      const spans = found ? referencesOf(found.expression) : []
      const marked = rewriteExpression(source, ({ shorthand }) => (shorthand ? undefined : "‹›"))
      const pieces = spans.filter(({ shorthand }) => !shorthand)
      let rest = source
      for (const { start, end } of pieces.toReversed()) rest = `${rest.slice(0, start)}‹›${rest.slice(end)}`
      expect(marked).toBe(rest)
    }),
  )
})

function stepsNamed(text: string, name: string): number {
  return expressionsIn(text, "template")
    .flatMap(({ expression }) => referencesOf(expression))
    .filter(({ root, path }) => root === "steps" && path[0] === name).length
}
