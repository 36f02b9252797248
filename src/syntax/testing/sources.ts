// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions stand here as text.
import fc from "fast-check"

const tokens = [
  ..."steps,inputs,vars,item,secrets,a,b,fetch,output,visits,constructor,__proto__,let,const,return".split(
    ",",
  ),
  ...". ?. [ ] ( ) { } {{ }} \\{{ , ; : => + - * / ? ?? && = == ... ` ${ } \" ' // /* */ !".split(" "),
  ...[
    "\n",
    " ",
    "0",
    "1",
    "1.5",
    '"a"',
    "'b'",
    "`c`",
    "/}}/",
    "\\",
    "function ",
    "async ",
    "\u2028",
    "\u202e",
  ],
]

/** Text out of the pieces that expressions and templates are made of: mostly broken, now and then not. */
export const sourceText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...tokens), { maxLength: 24 })
  .map(parts => parts.join(""))

const key = fc.oneof(
  fc.constantFrom(
    ".a",
    ".from",
    "?.from",
    '["from"]',
    "['from']",
    "[`from`]",
    "[0]",
    ".output",
    " /* . */ .a",
  ),
  fc.constantFrom("[item.a]", "[inputs.from]", ".trim()", ".map(item => item.from)", "?.[0]"),
)
const root = fc.constantFrom("steps", "inputs", "vars", "item", "(steps)", "other")

const reference = fc.tuple(root, fc.array(key, { maxLength: 5 })).map(([name, keys]) => name + keys.join(""))

const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    reference,
    fc.constantFrom(
      "1",
      '"}}"',
      "`{{`",
      "/}}/",
      "[steps, inputs]",
      "({ steps, vars })",
      "({ from: steps.from })",
    ),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `${a} + ${b}`),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `(${a} ? ${b} /* c */ : null)`),
    tie("expression").map(inner => `[1].map(steps => ${inner})`),
    tie("expression").map(inner => `(({ inputs, b: [item] }) => { let vars; return ${inner} })({})`),
    tie("expression").map(inner => `\`t\${ ${inner} }\``),
  ),
}))

/** Expressions that can be read, full of references in all the ways in which they can be written. */
export const expressionSource: fc.Arbitrary<string> = expression

/** Templates that can be read. */
export const templateSource: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom("text ", "\\{{", "}}", "\\\\", "\n", "é"),
      expression.map(inner => `{{ ${inner} }}`),
    ),
    { maxLength: 6 },
  )
  .map(parts => parts.join(""))
