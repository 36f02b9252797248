import { readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"

/** What the page loads before anything else: what `main.tsx` imports, and so on. */
export interface FirstLoad {
  /** Our files, as paths within the source. */
  readonly files: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
}

/** Follows the imports from `main.tsx` on; those of types alone load nothing. */
export function firstLoad(source: string): FirstLoad {
  const files = new Set(["main.tsx"])
  const packages = new Set<string>()
  for (const file of files) {
    const text = withoutTypes(readFileSync(join(source, file), "utf8"))
    for (const [, target = ""] of text.matchAll(/^(?:import|export)\b(?:[^"'`;()=]*\bfrom)?\s*"([^"]+)"/gm)) {
      if (!target.startsWith(".")) packages.add(target)
      else if (/\.tsx?$/.test(target)) files.add(relative(source, resolve(source, dirname(file), target)))
    }
  }
  return { files, packages }
}

function withoutTypes(text: string): string {
  return text.replace(/^(?:import|export) type\b[\s\S]*?from "[^"]+"/gm, "")
}
