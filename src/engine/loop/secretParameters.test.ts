import fc from "fast-check"
import { expect, test } from "vitest"
import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { type AnyStep, done, failed } from "../../model/step.ts"
import { createEvaluator } from "../../ports/sandbox/evaluator.ts"
import { showTokens, splitTokens } from "../../syntax/secretTokens.ts"
import { sealed, unsealed } from "./secretParameters.ts"
import { problemOf, testRun } from "./testing/testRun.ts"

const fields = z.looseObject({
  url: z.string().optional(),
  headers: z.unknown(),
  note: z.string().optional(),
})
const hints = {
  headers: { secret: true },
  url: { secret: true },
  key: { secret: true, widget: "secret" },
} as const

/** A run of one step that takes secrets, with what its code was given. */
async function runWith(parameters: { [name: string]: Json }, attempts = 1) {
  const given: { [name: string]: unknown }[] = []
  const evaluate = createEvaluator({
    sandbox() {
      throw new Error("Expected nothing to reach the sandbox")
    },
    time: () => ({ now: 0, timezone: "UTC" }),
  })
  const problem = { code: "flaky", message: "", severity: "error", retryable: true } as const
  const ask = {
    ...{ kind: "ask", effect: "read", input: fields, hints, output: z.unknown(), outlets: ["success"] },
    ...{ needs: [], version: 1 },
    run(input: unknown) {
      given.push(input as { [name: string]: unknown })
      return given.length < attempts ? failed(problem) : done(null)
    },
  } as unknown as AnyStep
  const { run, journal } = await testRun(
    [{ id: "a", kind: "ask", with: parameters, retry: { attempts, delay: "1ms" } }],
    {},
    { evaluate, kinds: () => ask },
  )
  await run.resting()
  return { given, run, journal: JSON.stringify(journal.events("r")) }
}

test("a step sees tokens in place of secrets, again at its second attempt, and the journal sees neither", async () => {
  const { given, run, journal } = await runWith(
    {
      url: "https://a.test/{{ secrets.shop }}/x",
      headers: {
        authorization: "Bearer {{ secrets.shop }}",
        list: ["{{ secrets.other }}", { $secret: ["no"] }],
      },
      key: "{{ secrets.shop }}",
    },
    2,
  )
  expect(problemOf(run, "a")).toBeUndefined()
  expect(given.length).toBe(2)
  for (const { url, headers, key } of given) {
    expect(splitTokens(String(url))).toEqual(["https://a.test/", { name: "shop" }, "/x"])
    expect(JSON.parse(showTokens(JSON.stringify(headers)))).toEqual({
      authorization: "Bearer [secret]",
      list: ["[secret]", { $secret: ["no"] }],
    })
    expect(key).toBe("shop")
  }
  expect(showTokens(journal)).toBe(journal)
  expect(journal).toContain('"authorization":{"$secret":["Bearer ",{"name":"shop"}]}')
})

test("a secret where a step takes none is refused, and so is whatever looks into one", async () => {
  const stray = await runWith({ note: "{{ secrets.shop }}" })
  expect(problemOf(stray.run, "a")).toBe("stray_secret")
  const looks = await runWith({ url: "{{ secrets.shop.slice(1) }}" })
  expect(problemOf(looks.run, "a")).toBe("code_secret")
  expect([...stray.given, ...looks.given]).toEqual([])
})

test("what the journal keeps is read as it was, whatever the data looks like", () => {
  const kind = { hints, input: fields } as unknown as AnyStep
  const key = fc.oneof(fc.string(), fc.constantFrom("$secret", "$$secret", "name", "__proto__"))
  const json = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.string(),
      fc.integer(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(key, tie("value"), { maxKeys: 3 }),
    ),
  })).value as fc.Arbitrary<Json>
  fc.assert(
    fc.property(json, value => {
      const given = { headers: value, url: "https://a.test" }
      expect(unsealed(kind, JSON.parse(JSON.stringify(sealed(kind, given))))).toEqual(given)
    }),
  )
})
