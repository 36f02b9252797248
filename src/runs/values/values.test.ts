import { describe, expect, test } from "vitest"
import { cutText, showText } from "../../lib/showText.ts"
import { sayJson, sayShort } from "./sayValue.ts"
import { treeRows } from "./treeRows.ts"
import { valueDiff, whereTextsDiffer } from "./valueDiff.ts"
import { pictureIn, valueLooks } from "./valueLooks.ts"

describe("what cannot be seen is written out", () => {
  test("control signs, halves of characters and turned writing", () => {
    expect(showText("a\u0000b\ud800c\u202e")).toBe("a\\u0000b\\ud800c\\u202e")
    expect(showText("a\n\tb")).toBe("a\n\tb")
  })

  test("a cut never halves a character, and says how much there is", () => {
    expect(cutText("ab😀", 3)).toBe("ab")
    expect(sayShort("x".repeat(1_000), 10)).toBe("xxxxxxxxxx… (1.0 thousand characters)")
  })
})

describe("the tree of a value", () => {
  test("lists parts with their paths, and opens what is small", () => {
    const rows = treeRows({ a: { b: [1, 2] }, c: "x" }, new Set())
    expect(rows.map(({ path, depth, isOpen }) => [path.join("."), depth, isOpen])).toEqual([
      ["a", 0, true],
      ["a.b", 1, true],
      ["a.b.0", 2, false],
      ["a.b.1", 2, false],
      ["c", 0, false],
    ])
  })

  test("a list of a million comes in groups that open one by one", () => {
    const million = Array.from({ length: 1_000_000 }, (_, at) => at)
    const rows = treeRows(million, new Set())
    expect(rows).toHaveLength(2_000)
    const opened = treeRows(million, new Set([rows[1]?.id ?? ""]))
    expect(opened).toHaveLength(2_500)
    expect(opened[2]).toMatchObject({ path: [500], value: 500, depth: 1 })
  })
})

test("texts, tables and pictures are shown as such, and only pictures that the value itself holds", () => {
  expect(valueLooks([{ a: 1 }, { a: 2 }])[0]).toBe("table")
  expect(valueLooks("# Title\n\n- one\n- two")[0]).toBe("markdown")
  expect(valueLooks("short")).toEqual([])
  expect(valueLooks({ a: 1 })).toEqual(["tree", "json"])
  expect(pictureIn("data:image/png;base64,iVBORw0KGgo=")).not.toBeNull()
  expect(pictureIn("https://example.com/a.png")).toBeNull()
  expect(pictureIn("data:image/svg+xml;base64,PHN2Zy8+")).toBeNull()
  expect(pictureIn({ type: "image/png", data: "x) evil" })).toBeNull()
})

test("two values differ where they do, and texts line by line", () => {
  expect(valueDiff({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3], c: null })).toEqual([
    { path: ["b", 1], before: 2, after: 3 },
    { path: ["c"], before: undefined, after: null },
  ])
})

test("a row put in front of others is the one difference of two long lists", () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => ({ id: at, name: `Row ${at}` }))
  expect(valueDiff({ rows }, { rows: [{ id: -1, name: "New" }, ...rows] })).toEqual([
    { path: ["rows", 0], before: undefined, after: { id: -1, name: "New" } },
  ])
  expect(valueDiff(rows, rows.slice(1)).map(({ path, after }) => [path, after])).toEqual([[[0], undefined]])
  expect(valueDiff(rows, rows.with(70_000, { id: 1, name: "Else" }))).toHaveLength(2)
  expect(
    valueDiff(
      rows,
      rows.map(({ id }) => ({ id: id + 1 })),
      201,
    ),
  ).toHaveLength(201)
})

test("of two long texts of one line the part is shown in which they differ, and of a value as much as has room", () => {
  const long = "x".repeat(5_000_000)
  expect(whereTextsDiffer(`${long}a`, `${long}b`).map(text => text.slice(-3))).toEqual(["xxa", "xxb"])
  expect(whereTextsDiffer(`${long}a`, `${long}b`)[0]).toHaveLength(42)
  expect(whereTextsDiffer("one", "two")).toEqual(["one", "two"])
  expect(sayJson([{ a: "x", b: null }, 2], 100)).toBe('[{"a": "x", "b": null}, 2]')
  expect(sayJson(Array(1_000_000).fill(7), 8)).toBe("[7, 7, 7…")
})
