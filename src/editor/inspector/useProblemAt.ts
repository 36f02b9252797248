import { translated } from "../../language/translated.ts"
import type { Path } from "../../lib/json.ts"
import { useFindings } from "../useEditor.ts"

/** Finds what is wrong at or below a place: the first sentence. */
export function useProblemAt(base: Path): (path: Path) => string | undefined {
  const { problems } = useFindings()
  const here = problems.filter(problem => startsWith(problem.at?.path ?? [], base))
  return path =>
    translated(here.find(problem => startsWith(problem.at?.path ?? [], [...base, ...path]))?.message)
}

function startsWith(path: Path, start: Path): boolean {
  return path.length >= start.length && start.every((key, index) => path[index] === key)
}
