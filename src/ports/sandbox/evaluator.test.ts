import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { parseExpression } from "../../syntax/expression.ts"
import { compileNative, evaluateNative } from "../../syntax/native.ts"
import { samples } from "../../syntax/testing/lanes.ts"
import { writeOutUnrunSteps } from "../../syntax/unrunSteps.ts"
import { createCodePort } from "./codePort.ts"
import { createEvaluator, type Evaluator } from "./evaluator.ts"
import { expressionLimits } from "./limits.ts"
import { toPlain } from "./plain.ts"
import { createSandbox, type Sandbox } from "./sandbox.ts"
import { createTestThreads } from "./testing/testThreads.ts"

const time = { now: Date.UTC(2026, 10, 21, 9), timezone: "Europe/Berlin" }
let sandbox: Sandbox
let evaluate: Evaluator
let asked = 0

beforeAll(async () => {
  sandbox = createSandbox({ spawn: await createTestThreads("evaluator") })
  evaluate = createEvaluator({
    sandbox: () => {
      asked++
      return sandbox
    },
    time: () => time,
    // A machine that is busy with other things decides nothing.
    limits: { ...expressionLimits, time: 10_000 },
  })
})
afterAll(() => sandbox.close())

async function values(texts: readonly string[], names: { readonly [name: string]: unknown } = {}) {
  const given = await evaluate(texts, names)
  return given.ok ? given.value : given.error.code
}

const names = {
  inputs: { who: "Ada", list: [3, 1, 2] },
  steps: { a: { output: { n: 2, text: "{{ 1 + 1 }}" } } },
}

describe("templates", () => {
  test("alone give the value with its type, within text are written in", async () => {
    expect(
      await values(
        ["{{ inputs.list }}", "Hello {{ inputs.who }}, {{ inputs.list }}", "plain", "\\{{ x }}"],
        names,
      ),
    ).toEqual([[3, 1, 2], "Hello Ada, [3,1,2]", "plain", "{{ x }}"])
  })

  test("take the native lane where it knows the way, and only then come at once", async () => {
    asked = 0
    expect(evaluate(["{{ steps.a.output.n + 1 }}", "{{ inputs.list.map(n => n * 2) }}"], names)).toEqual({
      ok: true,
      value: [3, [6, 2, 4]],
      looked: {
        isTimed: false,
        reads: [
          ["steps", "a", "output", "n"],
          ["inputs", "list"],
        ],
      },
    })
    expect(asked).toBe(0)
    expect(
      await values(
        [
          "{{ inputs.who }}",
          "{{ (() => { let n = 0; for (const one of inputs.list) n += one; return n })() }}",
        ],
        names,
      ),
    ).toEqual(["Ada", 6])
    expect(asked).toBe(1)
  })

  test("tell what they read, in either lane, and whether the time had a say", async () => {
    const looked = async (text: string) => {
      const given = await evaluate([text], names)
      return given.ok
        ? [given.looked.isTimed, ...given.looked.reads.map(path => path.join("."))]
        : given.error
    }
    expect(await looked("{{ inputs.list[steps.a.output.n] }}")).toEqual([
      false,
      "steps.a.output.n",
      "inputs.list.2",
    ])
    expect(await looked("{{ inputs.who === 'Ada' ? inputs.list : steps.a }}")).toEqual([
      false,
      "inputs.who",
      "inputs.list",
    ])
    expect(await looked("{{ now() > '2026' && inputs.who }}")).toEqual([true, "inputs.who"])
    expect(await looked("{{ formatDate('2026-01-01', 'yyyy') }}")).toEqual([false])
    expect(await looked("{{ (() => inputs.list[steps.a.output.n])() }}")).toEqual([
      true,
      "inputs.list",
      "steps.a.output.n",
    ])
  })

  test("a step that did not run reads as undefined in both lanes", async () => {
    expect(await values(["{{ steps.b.output.deep.er }}"], names)).toEqual([undefined])
    expect(await values(["{{ (() => steps.b.output.deep)() }}"], names)).toEqual([undefined])
  })

  test("what data says is never evaluated", async () => {
    expect(await values(["{{ steps.a.output.text }}"], names)).toEqual(["{{ 1 + 1 }}"])
  })

  test("the library is the same in both lanes", async () => {
    const source = "toBase64('ä') + slug('Hello World') + formatDate(now(), 'HH:mm')"
    const native = evaluate([`{{ ${source} }}`], {})
    expect(native).not.toBeInstanceOf(Promise)
    expect(await values([`{{ (() => ${source})() }}`])).toEqual(
      native instanceof Promise || !native.ok ? [] : native.value,
    )
  })

  test("problems name the expression", async () => {
    expect(await evaluate(["{{ steps.a.output.none.x }}"], names)).toMatchObject({
      ok: false,
      error: { code: "code_threw", message: expect.stringContaining("steps.a.output.none.x") },
    })
    expect(await values(["{{ 1 + }}"])).toBe("code_syntax")
    expect(await values(["{{ (() => { throw new Error('no') })() }}"])).toBe("code_threw")
    expect(await values(["{{ nothing.here }}"])).toBe("code_threw")
  })

  test("numbers that JSON has no word for are the same in both lanes", async () => {
    expect(await values(["{{ 0 / 0 }}", "{{ [-0, 1 / 0] }}"])).toEqual([null, [0, null]])
    expect(await values(["{{ (() => 0 / 0)() }}", "{{ (() => [-0, 1 / 0])() }}"])).toEqual([null, [0, null]])
  })

  test("any text at all ends in values or a problem", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom(
            "{{",
            "}}",
            "inputs",
            ".",
            "list",
            "[0]",
            "(",
            ")",
            "=>",
            "x",
            "'",
            "`",
            "${",
            "\\",
            " ",
            "1",
            "+",
          ),
          { maxLength: 12 },
        ),
        async parts => {
          const given = await evaluate([parts.join("")], names)
          expect(given.ok ? "values" : typeof given.error.message).toMatch(/values|string/)
        },
      ),
      { numRuns: 300 },
    )
  })
})

test("both lanes give the same value or the same problem", async () => {
  const counts = new Map<string, number>()
  for (const sample of fc.sample(samples, { numRuns: 1_500 })) {
    const parsed = parseExpression(sample.source)
    const native = parsed.ok ? compileNative(parsed.value) : null
    const mine = native && evaluateNative(native, sample.scope)
    if (!parsed.ok || !mine || (!mine.ok && mine.error.code === "not_native")) continue
    const { values, clock } = sample.scope
    const ask = {
      source: writeOutUnrunSteps(parsed.value),
      reads: Object.keys(values).map(root => [root]),
      scope: values,
    }
    const [other] = await sandbox.evaluate([ask], { time: clock })
    const said = other?.ok ? (other.json ?? "undefined") : `problem ${other?.fault.message.split(":")[0]}`
    const expected = mine.ok
      ? (JSON.stringify(toPlain(mine.value.value)) ?? "undefined")
      : `problem ${errorNames[mine.error.code]}`
    expect(said, `${sample.source} over ${JSON.stringify(values)}`).toBe(expected)
    const kind = mine.ok ? "value" : "problem"
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  expect(counts.get("value")).toBeGreaterThan(300)
  expect(counts.get("problem")).toBeGreaterThan(30)
})

/** What the problems of the native lane are called in JavaScript. */
const errorNames: { readonly [code: string]: string } = {
  type_error: "TypeError",
  range_error: "RangeError",
  reference_error: "ReferenceError",
  syntax_error: "SyntaxError",
  bad_argument: "TypeError",
}

describe("the code port", () => {
  const port = () => createCodePort({ sandbox: () => sandbox, time: () => time })

  test("runs JavaScript, and TypeScript without its types", async () => {
    expect(
      await port().run({ language: "javascript", source: "return input.a + 1", scope: { input: { a: 1 } } }),
    ).toEqual({ ok: true, value: 2 })
    const source =
      "interface Row { n: number }\nconst rows = input as Row[]\nconst total = (await Promise.resolve(rows)).reduce((sum: number, row) => sum + row.n, 0)\nreturn total satisfies number"
    expect(
      await port().run({ language: "typescript", source, scope: { input: [{ n: 1 }, { n: 2 }] } }),
    ).toEqual({ ok: true, value: 3 })
  })

  test("an error keeps the name that it has, by which a step is retried and told apart", async () => {
    const thrown = async (source: string) => {
      const ran = await port().run({ language: "javascript", source, scope: {}, timeout: 200 })
      return ran.ok ? undefined : [ran.error.data?.name, ran.error.message]
    }
    expect(await thrown("throw new TypeError('odd')")).toEqual([
      "TypeError",
      "The code failed: TypeError: odd.",
    ])
    expect(await thrown("throw Object.assign(new Error('odd'), { name: 'NotYet' })")).toEqual([
      "NotYet",
      "The code failed: NotYet: odd.",
    ])
    expect(await thrown("return Promise.reject()")).toEqual([
      "Error",
      "The code failed: undefined was thrown, which says nothing.",
    ])
  })

  test("says what is wrong with it", async () => {
    const code = async (language: "javascript" | "typescript", source: string, timeout = 10_000) => {
      const ran = await port().run({ language, source, scope: {}, timeout })
      return ran.ok ? ran.value : ran.error.code
    }
    expect(await code("typescript", "const x: = 1")).toBe("code_syntax")
    expect(await code("javascript", "return ]")).toBe("code_syntax")
    expect(await code("javascript", "for (;;);", 200)).toBe("code_timeout")
    expect(await code("javascript", "throw null")).toBe("code_threw")
    expect(await code("javascript", "await new Promise(() => {})")).toBe("code_never_settled")
    expect(await code("javascript", "")).toBeNull()
  })
})

describe("jsonata", () => {
  test("gives what the query finds, as plain data, within a larger expression too", async () => {
    const items = [
      { name: "a", price: 3 },
      { name: "b", price: 4 },
    ]
    const texts = [
      '{{ jsonata("$sum(items.price)", steps.a.output) + 1 }}',
      '{{ jsonata("items[price > 3].name", steps.a.output) }}',
      '{{ jsonata("nothing", steps.a.output) }}',
      '{{ jsonata("items{name: price}", steps.a.output) }}',
      '{{ [1, 2].map(n => jsonata("$ * 2", n)) }}',
      '{{ jsonata("$now()", null) }}',
    ]
    expect(await values(texts, { steps: { a: { output: { items } } } })).toEqual([
      8,
      "b",
      null,
      { a: 3, b: 4 },
      [2, 4],
      new Date(time.now).toISOString(),
    ])
  })

  test.each([
    ["{{ jsonata('$f(', 1) }}", 'Expected ")" before end of expression'],
    ["{{ jsonata('function($x){ $x }', 1) }}", "a function is not plain data"],
    ["{{ jsonata(1) }}", "jsonata(text, value)"],
  ])("%s says %s", async (text, say) => {
    const given = await evaluate([text], {})
    expect(given.ok ? "a value" : given.error.message).toContain(say)
  })

  test("is ended like any other code when it does not end by itself", async () => {
    const given = await evaluate(["{{ jsonata('($f := function($n){ $f($n + 1) }; $f(0))', 1) }}"], {})
    expect(given).toMatchObject({ ok: false, error: { code: "code_timeout" } })
    expect(await values(["{{ jsonata('1 + 1', null) }}"])).toEqual([2])
  })
})

test("chance is the same for the same expression at the same time, and each run has an instance of its own", async () => {
  const ask = (source: string, run: string) =>
    sandbox.evaluate([{ source, reads: [], scope: {} }], { time, run })
  const chance = "[Math.random(), Math.random()]"
  const [first] = await ask(chance, "one")
  await ask("Math.random()", "one")
  expect(await ask(chance, "one")).toEqual([first])
  expect(await ask(chance, "two")).toEqual([first])
  expect(first?.ok && new Set(JSON.parse(first.json ?? "")).size).toBe(2)
})
