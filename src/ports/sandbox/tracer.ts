import type { Json, Path } from "../../lib/json.ts"
import { type Expression, parseExpression } from "../../syntax/expression.ts"
import { visitFreeNames } from "../../syntax/freeNames.ts"
import { isRoot } from "../../syntax/names.ts"
import { referencesOf } from "../../syntax/references.ts"
import { writeOutUnrunSteps } from "../../syntax/unrunSteps.ts"
import { type GuestTime, tracedScope } from "./protocol.ts"
import type { Sandbox } from "./sandbox.ts"

/** What an evaluation read on its way, and which parts of its value are parts of what it saw. */
export interface TracedValue {
  readonly value: Json | undefined
  readonly reads: readonly Path[]
  readonly origins: readonly (readonly [inValue: Path, inScope: Path])[]
}

/**
 * Evaluates expressions anew with every read written down, in the sandbox, whichever lane took them before: both
 * lanes have one meaning, and here nothing has to be fast.
 */
export function createTracer(options: {
  readonly sandbox: () => Sandbox
}): (
  expression: Expression,
  names: { readonly [name: string]: unknown },
  time: GuestTime,
) => Promise<TracedValue | undefined> {
  return async (expression, names, time) => {
    const reads = referencesOf(expression).map(({ root, path }) => [root, ...path.map(String)])
    const [result] = await options
      .sandbox()
      .evaluate(
        [{ source: fromOneScope(writeOutUnrunSteps(expression)), reads, scope: names, traced: true }],
        { time },
      )
    if (!result?.ok || result.trace === undefined) return undefined
    const value = result.json === undefined ? undefined : (JSON.parse(result.json) as Json)
    return { value, ...result.trace }
  }
}

/** The source with each name of the run's taken from the one scope: `{ item }` becomes `{ item: $scope.item }`. */
function fromOneScope(source: string): string {
  const parsed = parseExpression(source)
  if (!parsed.ok) return source
  const places: { readonly at: number; readonly text: string; readonly length: number }[] = []
  visitFreeNames(parsed.value.node, ({ name, node, around }) => {
    if (!isRoot(name)) return
    const parent = around.at(-1)
    const isShorthand = parent?.type === "Property" && parent.shorthand
    const text = `${isShorthand ? `${name}: ` : ""}${tracedScope}.${name}`
    places.push({ at: node.start, text, length: name.length })
  })
  let written = ""
  let position = 0
  for (const { at, text, length } of places.sort((a, b) => a.at - b.at)) {
    written += source.slice(position, at) + text
    position = at + length
  }
  return written + source.slice(position)
}
