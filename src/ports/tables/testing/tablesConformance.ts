import { expect, test } from "vitest"
import type { TablesPort } from "../../../model/ports.ts"

/** What tables must do, wherever they are kept; `make` gives empty ones. */
export function tablesConformance(make: () => Promise<TablesPort>): void {
  const row = (key: string, n: number, made = n) => ({ key, made, value: { n } })
  const keys = async (tables: TablesPort, table: string, wanted?: readonly string[]) => {
    const rows = await tables.rows(table, wanted)
    return rows.ok ? rows.value.map(({ key }) => key) : rows.error.code
  }

  test("an unknown table is empty", async () => {
    expect(await keys(await make(), "none")).toEqual([])
  })

  test("rows stand in the order in which they were made, and by key where that is one moment", async () => {
    const tables = await make()
    await tables.change("t", { put: [row("b", 2), row("z", 1), row("a", 2)] })
    expect(await keys(tables, "t")).toEqual(["z", "a", "b"])
    expect(await keys(tables, "t", ["b", "none", "z"])).toEqual(["z", "b"])
  })

  test("a row takes the place of the one with its key, and one that is removed is gone", async () => {
    const tables = await make()
    await tables.change("t", { put: [row("a", 1), row("b", 2)] })
    await tables.change("t", { put: [row("a", 7, 1)], remove: ["b", "none"] })
    expect(await tables.rows("t")).toEqual({ ok: true, value: [row("a", 7, 1)] })
    await tables.change("t", { put: [row("b", 9)] })
    expect(await keys(tables, "t")).toEqual(["a", "b"])
  })

  test("tables know nothing of one another, nor of names that objects have", async () => {
    const tables = await make()
    await tables.change("constructor", { put: [row("__proto__", 1)] })
    await tables.change("t", { put: [row("a", 1)] })
    expect(await keys(tables, "constructor")).toEqual(["__proto__"])
    expect(await keys(tables, "t")).toEqual(["a"])
    expect(await keys(tables, "to_string")).toEqual([])
  })

  test("names, keys and rows that no table takes", async () => {
    const tables = await make()
    for (const name of ["", "../t", "T", "a b", "x".repeat(65)])
      expect(await keys(tables, name), name).toBe("table_bad_name")
    const put = async (key: string, value: { readonly [field: string]: string }) => {
      const answer = await tables.change("t", { put: [{ key, made: 1, value }] })
      return answer.ok ? "ok" : answer.error.code
    }
    expect(await put("k".repeat(501), {})).toBe("table_long_key")
    expect(await put("k", { text: "x".repeat(1_000_001) })).toBe("table_large_row")
    expect(await keys(tables, "t")).toEqual([])
  })

  test("many rows at once", async () => {
    const tables = await make()
    const many = Array.from({ length: 3000 }, (_, n) => row(`k${String(n).padStart(4, "0")}`, n))
    await tables.change("t", { put: many })
    await tables.change("t", { remove: many.slice(0, 2990).map(({ key }) => key) })
    expect(await keys(tables, "t")).toEqual(many.slice(2990).map(({ key }) => key))
  })
}
