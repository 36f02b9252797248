import { referencesOf } from "../../syntax/references.ts"
import { expressionsIn } from "../../syntax/rewrite.ts"
import { textsOf } from "../texts.ts"
import type { Workflow } from "../workflow.ts"

/** The ids of the steps that the expressions of a workflow read. */
export function readsOfSteps(workflow: Workflow): string[] {
  return textsOf(workflow).flatMap(({ text, form }) =>
    expressionsIn(text, form).flatMap(({ expression }) =>
      referencesOf(expression).flatMap(({ root, path }) => (root === "steps" ? [String(path[0])] : [])),
    ),
  )
}
