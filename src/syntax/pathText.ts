import type { Path } from "../lib/json.ts"

/** The path as an expression says it, after its beginning: `.answer.findings[0]["line no"]`. */
export function pathText(path: Path): string {
  return path
    .map(key =>
      typeof key === "number"
        ? `[${key}]`
        : /^[A-Za-z_$][\w$]*$/.test(key)
          ? `.${key}`
          : `[${JSON.stringify(key)}]`,
    )
    .join("")
}
