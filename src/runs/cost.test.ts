import { expect, test } from "vitest"
import { costOfAll, costOfUse, sayCost } from "./cost.ts"

const used = (usd: number | null, tokens = 1_200) => ({
  ...{ usd, inputTokens: tokens, outputTokens: 3, requests: 1 },
})

test("tokens and money are said, and a price that is not known is never nothing", () => {
  expect(sayCost(costOfUse(undefined))).toBe("")
  expect(sayCost(costOfUse(used(0)))).toBe("1,203 tokens")
  expect(sayCost(costOfUse(used(0.0012)))).toBe("1,203 tokens · $0.0012")
  expect(sayCost(costOfUse(used(null)))).toBe("1,203 tokens · price not known")
  expect(sayCost(costOfAll([used(null), used(2)].map(costOfUse)))).toBe("2,406 tokens · over $2.00")
})
