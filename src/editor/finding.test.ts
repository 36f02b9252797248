import { describe, expect, test } from "vitest"
import type { Problem } from "../model/problems.ts"
import type { Workflow } from "../model/workflow.ts"
import { findIn, parseSearch, replaceIn } from "./finding.ts"

const workflow: Workflow = {
  rivulet: 1,
  id: "shop",
  name: "Ask the Shop",
  inputs: { shop: { type: "string" } },
  steps: [
    {
      id: "ask",
      kind: "http.request",
      with: { url: "https://shop.test/items", headers: { "x-from": "shop" } },
      next: { success: [{ to: "shop_log", when: "{{ incoming.status == 200 }}" }] },
    },
    {
      id: "each",
      kind: "foreach",
      with: { items: "{{ steps.ask.output.body }}" },
      steps: [{ id: "shop_log", kind: "log", with: { message: "Shop: {{ item.name }}" }, disabled: true }],
    },
  ],
}
const anyCase = { matchCase: false, wholeWords: false }
const find = (typed: string, comparing = anyCase, problems: [string, Problem[]][] = []) =>
  findIn(workflow, parseSearch(typed), comparing, { problems: new Map(problems) })
const places = (typed: string, comparing = anyCase) =>
  find(typed, comparing).map(({ path }) => path.join("."))

describe("what is found", () => {
  test("a text in every field, inside containers too", () => {
    expect(places("shop")).toEqual([
      "steps.0.with.url",
      "steps.0.with.headers.x-from",
      "steps.0.next.success.0.to",
      "steps.1.steps.0.id",
      "steps.1.steps.0.with.message",
      "id",
      "name",
    ])
  })
  test("in its case, and as a whole word", () => {
    expect(places("Shop", { matchCase: true, wholeWords: false })).toEqual([
      "steps.1.steps.0.with.message",
      "name",
    ])
    expect(places("shop", { matchCase: false, wholeWords: true })).not.toContain("steps.1.steps.0.id")
  })
  test("every time that it stands in a field", () => {
    expect(find("t")[0]?.at.map(({ from }) => from)).toEqual([1, 2, 11])
  })
  test("steps by kind, by what they read, and by how they stand", () => {
    expect(find("kind:http.*").map(({ step }) => step)).toEqual(["ask"])
    expect(find("uses:ask").map(({ step }) => step)).toEqual(["each"])
    expect(find("is:disabled").map(({ step }) => step)).toEqual(["shop_log"])
    const broken = { code: "x", message: "", retryable: false, severity: "error" } as const
    expect(find("is:invalid", anyCase, [["each", [broken]]]).map(({ step }) => step)).toEqual(["each"])
    const lonely = { ...broken, code: "lonely_step", severity: "warning" } as const
    expect(find("is:unused", anyCase, [["ask", [lonely]]]).map(({ step }) => step)).toEqual(["ask"])
    expect(places("shop kind:log")).toEqual(["steps.1.steps.0.id", "steps.1.steps.0.with.message"])
  })
  test("a filter that is none is said, and finds nothing by itself", () => {
    expect(parseSearch("is:lost x")).toMatchObject({ text: "x", unknown: ["is:lost"] })
  })
})

describe("what is replaced", () => {
  test("every occurrence, but no id and no target of a wire", () => {
    const after = replaceIn(workflow, find("shop"), "store")
    expect(after.steps[0]?.with).toEqual({
      url: "https://store.test/items",
      headers: { "x-from": "store" },
    })
    expect(after.steps[0]?.next).toBe(workflow.steps[0]?.next)
    expect(after.steps[1]?.steps?.[0]).toMatchObject({
      id: "shop_log",
      with: { message: "store: {{ item.name }}" },
    })
    expect(after).toMatchObject({ id: "shop", name: "Ask the store" })
  })
  test("the condition of a wire is one of the fields", () => {
    const after = replaceIn(workflow, find("200"), "204")
    expect(after.steps[0]?.next).toEqual({
      success: [{ to: "shop_log", when: "{{ incoming.status == 204 }}" }],
    })
  })
  test("nothing found leaves the workflow as it is", () => {
    expect(replaceIn(workflow, find("nowhere"), "x")).toBe(workflow)
  })
})
