import fc from "fast-check"
import { openFile } from "../file.ts"

/** Where a comment is put, seen from a line of the text. */
type Where = "above" | "behind" | "apart" | "deeper" | "outside" | "inList"

/** Comments on their way into a text: near which line, and how. */
export type Sprinkling = readonly { readonly line: number; readonly where: Where }[]

/** Some comments anywhere. */
export const arbitrarySprinkling: fc.Arbitrary<Sprinkling> = fc.array(
  fc.record({
    line: fc.nat(200),
    where: fc.constantFrom<Where>(
      "above",
      "above",
      "behind",
      "behind",
      "apart",
      "deeper",
      "outside",
      "inList",
    ),
  }),
  { minLength: 1, maxLength: 6 },
)

/**
 * The text with comments `# <0>`, `# <1>`, … in it. One that would change what the text says, as inside text of
 * several lines, is left out.
 */
export function sprinkle(text: string, comments: Sprinkling): string {
  let result = text
  const says = JSON.stringify(openFile(text).workflow)
  for (const [serial, { line, where }] of comments.entries()) {
    const lines = result.split("\n")
    const at = line % lines.length
    const changed = lines.toSpliced(at, 1, ...withComment(lines[at] ?? "", where, `# <${serial}>`)).join("\n")
    const file = openFile(changed)
    if (file.readable && JSON.stringify(file.workflow) === says) result = changed
  }
  return result
}

function withComment(line: string, where: Where, comment: string): readonly string[] {
  const indent = /^ */.exec(line)?.[0] ?? ""
  switch (where) {
    case "above":
      return [`${indent}${comment}`, line]
    case "behind":
      return [`${line} ${comment}`]
    case "apart":
      return ["", `${indent}${comment}`, "", line]
    case "deeper":
      return [line, `${indent}  ${comment}`]
    case "outside":
      return [comment, line]
    case "inList": {
      const [, head, items] = /^([^[]*: )\[([^"{[\]]+)\]$/.exec(line) ?? []
      if (head === undefined || items === undefined) return [`${line} ${comment}`]
      const [first = "", ...rest] = items.split(", ")
      const pad = `${indent}      `
      return [
        `${head}[`,
        `${pad}${first}, ${comment}`,
        `${pad}${comment}b`,
        ...rest.map(item => `${pad}${item},`),
        `${indent}    ]`,
      ]
    }
  }
}

/** The comments of `sprinkle` that stand in the text. */
export function sprinkledIn(text: string): readonly string[] {
  return text.match(/# <\d+>b?/g) ?? []
}
