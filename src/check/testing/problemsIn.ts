import { parse } from "yaml"
import { parseWorkflow } from "../../model/parse.ts"
import type { Problem } from "../../model/problems.ts"
import { check } from "../check.ts"
import { testCatalogue } from "./testCatalogue.ts"

/** The problems of a workflow that is written as the rest of a file. */
export function problemsIn(yaml: string): Problem[] {
  const { workflow, problems } = parseWorkflow({ rivulet: 1, id: "tested", ...parse(yaml) })
  if (problems.length > 0) throw new Error(`Expected a document but got ${JSON.stringify(problems)}`)
  return check(workflow, testCatalogue)
}

/** The same, each as `code at.path`, and after `→` the value that its fix sets. */
export function codesIn(yaml: string): string[] {
  return problemsIn(yaml).map(({ code, at, fix }) => {
    const set = fix?.set === undefined ? "" : ` → ${JSON.stringify(fix.set.value)}`
    return `${code} ${at?.path?.join(".")}${set}`
  })
}
