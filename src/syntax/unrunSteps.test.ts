import { expect, test } from "vitest"
import { parseExpression } from "./expression.ts"
import { writeOutUnrunSteps } from "./unrunSteps.ts"

test.each([
  ["steps.x.output", "steps.x?.output"],
  ["steps.x", "steps.x"],
  ["steps['x'] /* . */ ['output'].a", "steps['x'] /* . */ ?.['output'].a"],
  ["steps[item.key].output + steps?.y.output", "steps[item.key]?.output + steps?.y?.output"],
  ["steps.x?.output", "steps.x?.output"],
  ["(steps.x).output", "(steps.x).output"],
  ["steps[steps.x.output].output", "steps[steps.x?.output]?.output"],
  ["[1].map(steps => steps.x.output)", "[1].map(steps => steps.x.output)"],
  ["steps.x.output = 1", "steps.x.output = 1"],
  ["item.steps.x.output", "item.steps.x.output"],
])("%s is written %s", (source, written) => {
  const parsed = parseExpression(source)
  expect(parsed.ok && writeOutUnrunSteps(parsed.value)).toBe(written)
})
