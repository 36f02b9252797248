import { check } from "../check/check.ts"
import { openFile } from "../format/file.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { type Problem, withPlace } from "../model/problems.ts"
import type { Io } from "./io.ts"
import { readText } from "./readText.ts"

/** Reads a workflow's file: all its problems in the order of its lines, or why it cannot be read at all. */
export async function examine(
  path: string,
  catalogue: Catalogue,
  io: Io,
): Promise<Result<readonly Problem[], Problem>> {
  const text = await readText(path, io)
  return text.ok ? ok(problemsOfText(text.value, catalogue)) : err(text.error)
}

/** The problems of a workflow's text, each with line and column, in the order of its lines. */
export function problemsOfText(text: string, catalogue: Catalogue): readonly Problem[] {
  const file = openFile(text)
  const checked = file.readable ? check(file.workflow, catalogue) : []
  const placed = checked.map(problem => {
    const { line, column } = file.placeOf(problem.at?.path ?? [])
    return withPlace(problem, { line, column }, problem.fix)
  })
  return [...file.problems, ...placed].sort(byPlace)
}

function byPlace({ at: a }: Problem, { at: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0)
}
