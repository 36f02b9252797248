import { isList, isMap, type Path } from "../lib/json.ts"

/** Every text within a value, in order. Does not recurse, so that depth is no matter. */
export function* leavesOf(value: unknown, path: Path): Generator<{ value: string; path: Path }> {
  const waiting: { value: unknown; path: Path }[] = [{ value, path }]
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    const { value: found, path: way } = here
    if (typeof found === "string") {
      yield { value: found, path: way }
      continue
    }
    const keys = isMap(found) ? Object.keys(found) : isList(found) ? found.keys() : []
    const inside = [...keys].map(key => ({
      value: (found as { readonly [key: string | number]: unknown })[key],
      path: [...way, key],
    }))
    waiting.push(...inside.reverse())
  }
}
