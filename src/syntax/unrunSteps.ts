import { type Expression, parseExpression, skipBlanks } from "./expression.ts"
import { visitFreeNames } from "./freeNames.ts"

/*
 * A step that did not run reads as undefined, and so does all that stands after it: `steps.x.output` means
 * `steps.x?.output`. The native lane knows this by itself. For any other JavaScript engine the source is written
 * out so that it says so.
 */

/** The source with `steps.x.…` written as `steps.x?.…`, for engines that know nothing of steps. */
export function writeOutUnrunSteps(expression: Expression): string {
  const { source } = expression
  const places: number[] = []
  visitFreeNames(expression.node, ({ name, node, around }) => {
    if (name !== "steps") return
    const [outer, step] = [around.at(-2), around.at(-1)]
    if (step?.type !== "MemberExpression" || step.object !== node) return
    if (outer?.type !== "MemberExpression" || outer.object !== step || outer.optional) return
    places.push(skipBlanks(source, step.end))
  })
  if (places.length === 0) return source
  let written = ""
  let position = 0
  for (const place of places.sort((a, b) => a - b)) {
    written += `${source.slice(position, place)}?.`
    position = source[place] === "." ? place + 1 : place
  }
  written += source.slice(position)
  return parseExpression(written).ok ? written : source
}
