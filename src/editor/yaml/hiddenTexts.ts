import { readTree } from "../../format/readTree.ts"
import { type Splice, spliced } from "../../format/splice.ts"
import type { TextNode } from "../../format/tree.ts"
import { t } from "../../language/t.ts"
import { keyIn } from "../../lib/keyForms.ts"
import { isHidden } from "../hiddenValues.ts"

/*
 * Two texts that are compared, without the keys that stand in them. Each value that is hidden has a number, the same
 * one wherever it stands: what changed still shows as changed, and what did not does not.
 *
 *     headers: { Authorization: ‹hidden 1› }      headers: { Authorization: ‹hidden 2› }
 */

const privateKeys =
  /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|$)/g
/** A field on a line of its own, for a text that cannot be read as a file. */
const lines = /^([ \t]*(?:-[ \t]+)?["']?([\w-]+)["']?[ \t]*:[ \t]*)(\S.*)$/gm

/** The two texts as they are shown. */
export function hiddenTexts(before: string, after: string): readonly [before: string, after: string] {
  const numbers = new Map<string, number>()
  const instead = (value: string): string => {
    const number = numbers.get(value) ?? numbers.size + 1
    numbers.set(value, number)
    return `‹${t`hidden ${number}`}›`
  }
  return [hiddenIn(before, instead), hiddenIn(after, instead)]
}

function hiddenIn(text: string, instead: (value: string) => string): string {
  return withoutNamed(text, instead)
    .replace(privateKeys, instead)
    .replace(/\S+/g, word => (keyIn(word) === undefined ? word : instead(word)))
}

/** Without what fields hold whose names say that it is nobody's business. */
function withoutNamed(text: string, instead: (value: string) => string): string {
  const tree = readTree(text)
  if (tree.ok) return spliced(text, [...namedIn(tree.value.root, tree.value.start, "", text, instead)])
  return text.replace(lines, (line, field: string, name: string, value: string) =>
    isHidden(name, value) ? field + instead(value) : line,
  )
}

function* namedIn(
  node: TextNode,
  start: number,
  name: string,
  text: string,
  instead: (value: string) => string,
): Generator<Splice> {
  if (node.type !== "scalar") {
    for (const child of node.children)
      yield* namedIn(child.node, start + child.at, child.key || name, text, instead)
    return
  }
  if (!isHidden(name, node.value)) return
  // A block ends with the break of its last line, which is not its own.
  const end = text.slice(start, start + node.length).trimEnd().length
  yield { start, end: start + end, text: instead(String(node.value)) }
}
