import { describe, expect, it } from "vitest"
import { z } from "zod"
import { misfitOf } from "./misfit.ts"

function misfit(schema: z.ZodType, value: unknown) {
  const { error } = schema.safeParse(value)
  if (!error) throw new Error("Expected a value that does not fit")
  return misfitOf(error, "the whole")
}

describe("misfitOf", () => {
  it("names the field, or the whole", () => {
    expect(misfit(z.object({ a: z.object({ b: z.string() }) }), { a: { b: 1 } }).path).toBe("a.b")
    expect(misfit(z.string(), 1).path).toBe("the whole")
  })

  it("says why a name does not fit", () => {
    const names = z.record(z.string().regex(/^[a-z]+$/, "only small letters"), z.string())
    expect(misfit(z.object({ headers: names }), { headers: { "A b": "x" } })).toEqual({
      path: "headers.A b",
      why: "this name does not fit: only small letters",
    })
  })

  it("says in plain words what is wanted and what is there", () => {
    const schema = z.object({ text: z.string(), count: z.number(), all: z.array(z.string()) })
    const fits = { text: "a", count: 1, all: [] }
    expect(misfit(schema, { ...fits, text: { a: 1 } }).why).toBe("it has to be text, and is a map")
    expect(misfit(schema, { ...fits, count: "x" }).why).toBe("it has to be a number, and is text")
    expect(misfit(schema, { ...fits, all: null }).why).toBe("it has to be a list, and is null")
    expect(misfit(schema, { text: "a", count: 1 }).why).toBe("it is missing, and has to be a list")
  })

  it("means the choice that fits furthest", () => {
    const either = z.union([z.string(), z.object({ to: z.object({ step: z.string() }) })])
    expect(misfit(z.object({ next: either }), { next: { to: { step: 4 } } }).path).toBe("next.to.step")
    expect(misfit(z.object({ next: either }), { next: 4 }).path).toBe("next")
  })
})
