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

  it("says in plain words what is wrong with it, unless the schema has words of its own", () => {
    const says: readonly (readonly [z.ZodType, unknown, string])[] = [
      [z.enum(["ask", "continue"]), "stop", "it has to be one of ask, continue"],
      [z.literal("chat"), "talk", "it has to be chat"],
      [z.string().min(1), "", "it is empty"],
      [z.string().min(3), "ab", "it has to have at least 3 characters"],
      [z.string().min(3, "a little more"), "ab", "a little more"],
      [z.string().max(1), "ab", "it may have one character at most"],
      [z.string().max(2), "abc", "it may have at most 2 characters"],
      [z.array(z.string()).min(1), [], "it is empty"],
      [z.array(z.string()).max(1), ["a", "b"], "it may have one entry at most"],
      [z.number().min(2), 1, "it has to be at least 2"],
      [z.number().gt(2), 2, "it has to be more than 2"],
      [z.number().max(2), 3, "it may be at most 2"],
      [z.number().lt(2), 2, "it has to be less than 2"],
      [z.number().multipleOf(3), 4, "it has to be a multiple of 3"],
      [z.strictObject({}), { a: 1, b: 2 }, "nothing is known of a, b"],
      [z.email("Invalid address of a person"), "Ada", "Invalid address of a person"],
      [
        z.record(z.string().min(2), z.number()),
        { a: 1 },
        "this name does not fit: it has to have at least 2 characters",
      ],
      [z.union([z.string(), z.number()]), null, "it does not fit"],
      [z.string().refine(() => false), "x", "it does not fit"],
    ]
    for (const [schema, value, why] of says) expect(misfit(schema, value).why).toBe(why)
  })

  it("means the choice that fits furthest", () => {
    const either = z.union([z.string(), z.object({ to: z.object({ step: z.string() }) })])
    expect(misfit(z.object({ next: either }), { next: { to: { step: 4 } } }).path).toBe("next.to.step")
    expect(misfit(z.object({ next: either }), { next: 4 }).path).toBe("next")
  })
})
