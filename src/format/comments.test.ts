import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { isList, isMap, type Json, own, type Path, sameJson } from "../lib/json.ts"
import { findStep, stepIds } from "../model/places.ts"
import { arbitraryEdits, runEdit } from "../model/testing/arbitraryEdits.ts"
import { arbitraryWorkflow } from "../model/testing/arbitraryWorkflow.ts"
import type { Workflow } from "../model/workflow.ts"
import { type Comments, commentsOfText } from "./comments.ts"
import { editFile, openFile, treeOfFile } from "./file.ts"
import { arbitrarySprinkling, sprinkle, sprinkledIn } from "./testing/sprinkle.ts"
import { isInScopes, writeWorkflow } from "./write.ts"

/** Each comment of a text with the path of what it belongs to. */
function ownersIn(text: string): [comment: string, owner: Path][] {
  const file = openFile(text)
  const tree = treeOfFile(file)
  const found: [string, Path][] = []
  const look = ({ above, behind, below, parts }: Comments, path: Path) => {
    for (const line of [...above, ...behind, ...below]) {
      for (const comment of sprinkledIn(line)) found.push([comment, path])
    }
    for (const [key, part] of parts) look(part, [...path, key])
  }
  if (tree) look(commentsOfText(file.text, tree.root, tree.start), [])
  return found
}

/** Whether what stood at the path is still there: a step by its id, wherever it went; other items by id or value. */
function isLeft(before: Workflow, after: Workflow, path: Path): boolean {
  const names = renamed(before, after)
  let was: Json | undefined = before as unknown as Json
  let is: Json | undefined = after as unknown as Json
  for (const [depth, key] of path.entries()) {
    const item: Json | undefined = isList(was) ? was[Number(key)] : own(isMap(was) ? was : {}, String(key))
    const id = isMap(item) ? own(item, "id") : undefined
    if (isList(was) && typeof id === "string" && isInScopes(path.slice(0, depth + 1))) {
      is = findStep(after, names.get(id) ?? id)?.step as unknown as Json | undefined
    } else if (isList(was)) {
      const list: readonly Json[] = isList(is) ? is : []
      is = list.find(other => (id === undefined ? sameJson(other, item) : isMap(other) && other.id === id))
    } else {
      is = isMap(is) ? own(is, String(key)) : undefined
    }
    was = item
  }
  return is !== undefined && isList(was) === isList(is) && isMap(was) === isMap(is)
}

/** The one step that has another id, where nothing else changed the set of ids. */
function renamed(before: Workflow, after: Workflow): ReadonlyMap<string, string> {
  const gone = [...stepIds(before)].filter(id => !stepIds(after).has(id))
  const fresh = [...stepIds(after)].filter(id => !stepIds(before).has(id))
  const [from, to] = [gone[0], fresh[0]]
  const isOne = gone.length === 1 && fresh.length === 1 && to?.startsWith("renamed_")
  return new Map(isOne && from !== undefined && to !== undefined ? [[from, to]] : [])
}

describe("comments and edits", () => {
  test.each([
    ["as new files are", writeWorkflow],
    ["in brackets", (workflow: Workflow) => JSON.stringify(workflow, null, 2)],
  ])("in a file written %s, a comment stays, once, unless what it belongs to goes", (_, write) => {
    fc.assert(
      fc.property(arbitraryWorkflow, arbitrarySprinkling, arbitraryEdits, (start, comments, edits) => {
        let file = openFile(sprinkle(write(start), comments))
        for (const [name, pick] of edits) {
          const { text, workflow } = file
          const after = runEdit(workflow, name, pick)
          const edited = editFile(file, after)
          expect(openFile(edited.text).workflow, `${name}\n${text}\n${edited.text}`).toEqual(after)
          expect(edited.workflow).toEqual(after)
          const kept = sprinkledIn(edited.text)
          expect(new Set(kept).size, `${name}\n${text}\n${edited.text}`).toBe(kept.length)
          for (const [comment, owner] of ownersIn(text)) {
            if (!isLeft(workflow, after, owner)) continue
            expect(kept, `${name}: ${owner}\n${text}\n${edited.text}`).toContain(comment)
          }
          expect(file.text).toBe(text)
          file = edited
        }
      }),
      { numRuns: 40, interruptAfterTimeLimit: 5_000 },
    )
  })

  test("what is said of brackets, and not of what stood in them, stays when they are empty", () => {
    const text = `{
  "rivulet": 1, "id": "g", "steps": [
    {
      "id": "holder", "kind": "group",
      "steps": [ # of the list
        # of the step
        { "id": "inner", "kind": "log" }
        # at its end
      ]
    }
  ]
}
`
    const file = openFile(text)
    const [holder] = file.workflow.steps
    const inner = holder?.steps ?? []
    const steps = [...file.workflow.steps.map(step => ({ ...step, steps: [] })), ...inner]
    const moved = editFile(file, { ...file.workflow, steps })
    expect(moved.text).toContain(`"steps": [ # of the list
        # at its end
      ]`)
    expect(moved.text.split("# of the step")).toHaveLength(2)
    expect(moved.workflow.steps).toEqual(steps)
  })
})
