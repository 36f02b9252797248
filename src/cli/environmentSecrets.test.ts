import { expect, test } from "vitest"
import { createEnvironmentSecrets, valuesIn } from "./environmentSecrets.ts"

test("the vendors' own variables are keys for the vendors' own hosts", async () => {
  const secrets = createEnvironmentSecrets({ ANTHROPIC_API_KEY: "a", OPENAI_API_KEY: "" })
  expect(await secrets.find("claude")).toEqual({ value: "a", hosts: ["https://api.anthropic.com"] })
  expect(await secrets.find("openai")).toBeUndefined()
})

test("what a recording must not hold is every key of the environment, and nothing else", () => {
  const environment = { ANTHROPIC_API_KEY: "a", RIVULET_SECRET_SHOP: "s", RIVULET_HOSTS_SHOP: "h", HOME: "/" }
  expect(valuesIn(environment)).toEqual(["a", "s"])
})

test("any other secret is told with its hosts, and goes nowhere without", async () => {
  const environment = {
    RIVULET_SECRET_SHOP_KEY: "s",
    RIVULET_HOSTS_SHOP_KEY: "api.shop.test, *.shop.test",
    RIVULET_HEADER_SHOP_KEY: "X-Key",
    RIVULET_SECRET_BARE: "b",
  }
  const secrets = createEnvironmentSecrets(environment)
  expect(await secrets.find("shop-key")).toEqual({
    value: "s",
    hosts: ["api.shop.test", "*.shop.test"],
    header: "X-Key",
  })
  expect(await secrets.find("bare")).toEqual({ value: "b", hosts: [] })
  expect(await secrets.find("toString")).toBeUndefined()
})
