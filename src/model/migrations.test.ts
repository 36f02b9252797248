import { expect, test } from "vitest"
import { type Migration, migrateFile, versionOf } from "./migrations.ts"

const migrations = new Map<number, Migration>([
  [0, file => ({ ...file, name: `${String(file.title)}!` })],
  [1, file => ({ ...file, name: `${String(file.name)}!` })],
])

test("a file is led through every version after its own", () => {
  expect(migrateFile({ rivulet: 0, title: "a" }, migrations)).toEqual({
    file: { rivulet: 2, title: "a", name: "a!!" },
    migratedFrom: 0,
  })
  expect(migrateFile({ rivulet: 1, name: "a" }, migrations).file).toEqual({ rivulet: 2, name: "a!" })
})

test("a file of the newest version, a newer one, or no file at all is left as it is", () => {
  for (const file of [{ rivulet: 2 }, { rivulet: 99 }, { rivulet: "0" }, {}, null, "rivulet: 0", [0]]) {
    const result = migrateFile(file, migrations)
    expect(result).toEqual({ file })
    expect(result.file).toBe(file)
  }
})

test("the version is a whole number, or unknown", () => {
  expect([{ rivulet: 1 }, { rivulet: 1.5 }, { rivulet: "1" }, null].map(versionOf)).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ])
})
