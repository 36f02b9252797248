import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { builtIn as catalogue } from "../cli/catalogue.ts"
import { openFile } from "../format/file.ts"
import { check } from "./check.ts"

const folder = join(import.meta.dirname, "../../e2e/workflows")
const files = readdirSync(folder).filter(name => name.endsWith(".rivulet.yaml"))

test("there is a fixture for each way of describing workflows that we know of", () => {
  expect(files.length).toBeGreaterThanOrEqual(6)
})

test.each(files)("%s has no errors and no warnings", name => {
  const file = openFile(readFileSync(join(folder, name), "utf8"))
  const problems = [...file.problems, ...check(file.workflow, catalogue)]
  expect(problems.map(({ code, message, at }) => `${code} ${at?.path?.join(".")}: ${message}`)).toEqual([])
  expect(file.workflow.steps.length).toBeGreaterThan(1)
})
