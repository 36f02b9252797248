import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Path } from "../lib/json.ts"
import { arbitraryWorkflow } from "../model/testing/arbitraryWorkflow.ts"
import type { Workflow } from "../model/workflow.ts"
import { type OpenFile, openFile } from "./file.ts"
import { formatText } from "./formatText.ts"
import { arbitraryChange } from "./testing/arbitraryEdits.ts"
import { arbitrarySprinkling, sprinkle, sprinkledIn } from "./testing/sprinkle.ts"
import { writeWorkflow } from "./write.ts"

function formatted(text: string): string {
  const result = formatText(text)
  if (!result.ok) throw new Error(`Expected a readable file: ${JSON.stringify(result.error)}\n${text}`)
  return result.value
}

/** Workflows with text, keys and values of every awkward kind. */
const arbitraryFile = fc
  .tuple(arbitraryWorkflow, fc.array(arbitraryChange, { maxLength: 4 }))
  .map(([start, changes]): Workflow => {
    let workflow: Workflow = start
    for (const [serial, change] of changes.entries()) {
      if (workflow.steps.length > 0) workflow = change(serial)(workflow)
    }
    return workflow
  })

const arbitraryText = fc
  .tuple(arbitraryFile, arbitrarySprinkling)
  .map(([workflow, comments]) => sprinkle(writeWorkflow(workflow), comments))

/** What a comment stands at: the value behind which it is, or the one below it, unless that is indented less. */
function ownerOf(file: OpenFile, comment: string): Path | undefined {
  const { text } = file
  const at = text.search(new RegExp(`${comment}(?!b)`))
  const lineStart = text.lastIndexOf("\n", at) + 1
  const before = text.slice(lineStart, at)
  if (before.trim() !== "") return file.pathAt(lineStart + before.trimEnd().replace(/,$/, "").length)
  const below = /^(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*/.exec(text.slice(lineStart))
  const owner = lineStart + (below?.[0].length ?? 0)
  const column = owner - text.lastIndexOf("\n", owner - 1) - 1
  return owner < text.length && column >= before.length ? file.pathAt(owner) : undefined
}

function isWithin(a: Path, b: Path): boolean {
  const depth = Math.min(a.length, b.length)
  return a.slice(0, depth).every((key, index) => key === b[index])
}

describe("formatting a file", () => {
  test("keeps what it says and every comment at what it stood at, and a second time changes nothing", () => {
    fc.assert(
      fc.property(arbitraryText, text => {
        const result = formatted(text)
        const [before, after] = [openFile(text), openFile(result)]
        expect(after.workflow, result).toEqual(before.workflow)
        expect(formatted(result)).toBe(result)
        expect(sprinkledIn(result).toSorted(), result).toEqual(sprinkledIn(text).toSorted())
        for (const comment of sprinkledIn(text)) {
          const owner = ownerOf(before, comment)
          const isNow = ownerOf(after, comment)
          if (owner === undefined || isNow === undefined) continue
          expect(isWithin(owner, isNow), `${comment}: ${owner} and ${isNow}\n${text}\n${result}`).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test("leaves what is written as a new file", () => {
    fc.assert(
      fc.property(arbitraryFile, workflow => {
        const text = writeWorkflow(workflow)
        expect(formatted(text)).toBe(text)
      }),
    )
  })

  const folder = join(import.meta.dirname, "../../e2e/workflows")
  test.each(readdirSync(folder))("%s says the same afterwards", name => {
    const text = readFileSync(join(folder, name), "utf8")
    const result = formatted(text)
    expect(openFile(result).workflow).toEqual(openFile(text).workflow)
    expect(formatted(result)).toBe(result)
    const commentsIn = (source: string) => source.match(/(?<=^| )# \S.*$/gm)?.toSorted()
    expect(commentsIn(result)).toEqual(expect.arrayContaining(commentsIn(text) ?? []))
  })
})
