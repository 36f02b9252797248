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

  it("means the choice that fits furthest", () => {
    const either = z.union([z.string(), z.object({ to: z.object({ step: z.string() }) })])
    expect(misfit(z.object({ next: either }), { next: { to: { step: 4 } } }).path).toBe("next.to.step")
    expect(misfit(z.object({ next: either }), { next: 4 }).path).toBe("next")
  })
})
