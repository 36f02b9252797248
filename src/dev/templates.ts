import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { openFile } from "../format/file.ts"

const templateFolder = resolve("e2e/workflows")

/** The workflows of the journeys are the templates: what is shown off is what is tried. */
export function readTemplates(): [id: string, text: string][] {
  const names = readdirSync(templateFolder).filter(name => name.endsWith(".rivulet.yaml"))
  return names.sort().map(name => {
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
