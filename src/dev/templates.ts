import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { openFile } from "../format/file.ts"
import { assert } from "../lib/assert.ts"

const templateFolder = resolve("e2e/workflows")
const ending = ".rivulet.yaml"

/** The templates as they are offered: what anybody has a use for first, what others call last. */
const order = [
  ...["trip-planner", "expense-claim", "pack-folder", "code-review"],
  ...["feature-stages", "article-states", "daily-documentation", "implement-feature"],
  ...["update-docs", "report-failure"],
]

/** The workflows of the journeys are the templates: what is shown off is what is tried. */
export function readTemplates(): [id: string, text: string][] {
  const there = readdirSync(templateFolder).filter(name => name.endsWith(ending))
  const named = order.map(id => `${id}${ending}`)
  assert(
    there.sort().join() === named.toSorted().join(),
    `Expected the order of the templates to name ${there}`,
  )
  return named.map(name => {
    const text = readFileSync(join(templateFolder, name), "utf8")
    return [openFile(text).workflow.id, text]
  })
}

/** What lists show of the templates in words. */
export function templateWords(): string[] {
  return readTemplates().flatMap(([, text]) => {
    const { name, description } = openFile(text).workflow
    return [name, description].filter(each => each !== undefined)
  })
}
