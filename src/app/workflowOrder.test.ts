import { expect, test } from "vitest"
import type { Summary } from "../editor/summary.ts"
import type { RunDigest } from "./runDigest.ts"
import { type ListedWorkflow, narrow, ordered } from "./workflowOrder.ts"

const listed = (
  id: string,
  {
    tags = [],
    digest,
    marks = {},
    changed = 0,
  }: {
    tags?: string[]
    digest?: object
    marks?: Partial<ListedWorkflow["marks"]>
    changed?: number
  } = {},
): ListedWorkflow => ({
  row: { id, text: "", revision: 1, changed, summary: null },
  summary: { name: id, description: "", tags } as unknown as Summary,
  digest: digest as RunDigest | undefined,
  marks: { isFavourite: false, isArchived: false, ...marks },
  tests: [],
})

const all = [
  listed("Bees", {
    changed: 3,
    digest: { latest: { startedAt: 10, status: "failed" }, rate: 0.2, average: 5 },
  }),
  listed("Ants", {
    changed: 1,
    tags: ["ai"],
    digest: { latest: { startedAt: 20, status: "waiting", asks: 1, endedAt: null }, rate: 1, average: 9 },
  }),
  listed("Cats", { changed: 9 }),
  listed("Dogs", { changed: 0, marks: { isArchived: true } }),
]
const ids = (list: readonly ListedWorkflow[]) => list.map(({ row }) => row.id)

test("a list is narrowed by words, by tags, by what waits or fails, and shows what is archived only when asked", () => {
  expect(ids(narrow(all, "all", ""))).toEqual(["Bees", "Ants", "Cats"])
  expect(ids(narrow(all, "all", "an ai"))).toEqual(["Ants"])
  expect(ids(narrow(all, "needs_you", ""))).toEqual(["Ants"])
  expect(ids(narrow(all, "failing", ""))).toEqual(["Bees"])
  expect(ids(narrow(all, { tag: "ai" }, ""))).toEqual(["Ants"])
  expect(ids(narrow(all, "archived", ""))).toEqual(["Dogs"])
})

test.each([
  ["run", ["Ants", "Bees", "Cats"]],
  ["changed", ["Cats", "Bees", "Ants"]],
  ["name", ["Ants", "Bees", "Cats"]],
  ["rate", ["Bees", "Ants", "Cats"]],
  ["time", ["Ants", "Bees", "Cats"]],
] as const)("ordered by %s", (order, wanted) => {
  expect(ids(ordered(all.slice(0, 3), order))).toEqual(wanted)
})

test("favourites stand first, whatever the order", () => {
  const favoured = [...all.slice(0, 2), listed("Zebras", { marks: { isFavourite: true } })]
  expect(ids(ordered(favoured, "name"))).toEqual(["Zebras", "Ants", "Bees"])
})
