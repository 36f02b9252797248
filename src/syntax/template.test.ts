// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import fc from "fast-check"
import { expect, test } from "vitest"
import { isSole, isTemplate, parseTemplate, soleHole } from "./template.ts"
import { sourceText, templateSource } from "./testing/sources.ts"

/** The parts, texts as they are and holes as `<source>`. */
function shape(text: string): string[] | string {
  const parsed = parseTemplate(text)
  if (!parsed.ok) return `${parsed.error.code} at ${parsed.error.offset}`
  return parsed.value.map(part => (part.type === "text" ? part.text : `<${part.source.trim()}>`))
}

test.each([
  ["plain text", ["plain text"]],
  ["", []],
  ["{{ steps.a.output }}", ["<steps.a.output>"]],
  ["{{steps.a.output}}", ["<steps.a.output>"]],
  ["Hello {{ inputs.name }}!", ["Hello ", "<inputs.name>", "!"]],
  ["{{ item.a }}{{ item.b }}", ["<item.a>", "<item.b>"]],
  ['{{ "}}" }}', ['<"}}">']],
  ["{{ '{{' }} }}", ["<'{{'>", " }}"]],
  ["{{ {a:{b:1}} }}", ["<{a:{b:1}}>"]],
  ["{{{a:{b:1}}}}", ["<{a:{b:1}}>"]],
  ["{{ a /* }} */ }} b", ["<a /* }} */>", " b"]],
  ["{{ a // }}\n}}", ["<a // }}>"]],
  ["{{ `${ {a:{}}.a }}}` }}", ["<`${ {a:{}}.a }}}`>"]],
  ["{{ /}}/.test(item) }}", ["</}}/.test(item)>"]],
  ["{{ (() => { return {} })() }}", ["<(() => { return {} })()>"]],
  ["\\{{ not a hole }}", ["{{ not a hole }}"]],
  ["\\\\{{ item }}", ["\\", "<item>"]],
  ["\\\\\\{{ item }}", ["\\{{ item }}"]],
  ["C:\\\\temp and }} alone", ["C:\\\\temp and }} alone"]],
  ["{ { } }", ["{ { } }"]],
])("%j has the parts %j", (text, parts) => {
  expect(shape(text)).toEqual(parts)
})

test.each([
  ["unclosed_hole at 0", "{{ "],
  ["unclosed_hole at 3", "ab {{ item // }}"],
  ["empty_expression at 0", "{{ }}"],
  ["empty_expression at 3", "ab {{ /* nothing */ }}"],
  ["several_expressions at 7", "ab {{ 1; 2 }}"],
  ["several_expressions at 8", "ab {{ a b }}"],
  ["bad_expression at 10", "ab {{ a + }}"],
  ["bad_expression at 3", "{{ for(;;); }}"],
  ["several_expressions at 10", "{{ 1 /**/ } }} {{ 1 }}"],
  ["bad_expression at 9", "{{ /* */ } }} {{ 1 }}"],
  ["expression_too_long at 2", `{{ "${"x".repeat(40_000)}" }}`],
  ["expression_too_deep at 2", `{{ ${"(".repeat(9_000)}1${")".repeat(9_000)} }}`],
])("refuses with %s", (problem, text) => {
  expect(shape(text)).toBe(problem)
})

test("a long text with short holes is fine, and an early slip in it is named as what it is", () => {
  const long = "x".repeat(100_000)
  expect(shape(`{{ item.a }}${long}{{ 1 + item.b }}`)).toEqual(["<item.a>", long, "<1 + item.b>"])
  expect(shape(`{{ 1 + }}${long}{{ item.b }}`)).toBe("bad_expression at 7")
})

test("a template is sole only when nothing stands around its hole, not even a line break", () => {
  const soles = ["{{ item }}", "{{ item }}\n", "{{ item }}{{ item }}", "item"].map(text => {
    const parsed = parseTemplate(text)
    return parsed.ok && isSole(parsed.value)
  })
  expect(soles).toEqual([true, false, false, false])
})

test("a hole knows where it stands", () => {
  const parsed = parseTemplate("ab {{ item.x }}")
  const hole = parseTemplate("{{ 1 + item.x }}")
  expect(parsed.ok && parsed.value[1]).toMatchObject({ start: 5, end: 13, source: " item.x " })
  expect(hole.ok && soleHole(hole.value)?.expression.node).toMatchObject({ start: 1, end: 11 })
})

test("isTemplate says which texts have to be read", () => {
  expect(["a", "{ {", "{{ a }}", "\\{{"].map(isTemplate)).toEqual([false, false, true, true])
})

test("never throws, and text without braces is one part that says the same", () => {
  fc.assert(
    fc.property(fc.oneof(sourceText, templateSource, fc.string({ unit: "binary" })), text => {
      const parsed = parseTemplate(text)
      if (!isTemplate(text)) expect(parsed).toEqual({ ok: true, value: text ? [{ type: "text", text }] : [] })
      if (parsed.ok) {
        for (const part of parsed.value) {
          if (part.type === "hole")
            expect(text.slice(part.start - 2, part.end + 2)).toBe(`{{${part.source}}}`)
        }
      }
    }),
    { numRuns: 2_000 },
  )
})
