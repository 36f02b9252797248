import { expect, test } from "vitest"
import { parseAddress } from "./address.ts"
import { parseProxy, proxyFor, proxyForModels } from "./proxy.ts"

test("models are asked by a proxy that names their host, and not by one for all", () => {
  const of = (hosts: readonly string[]) => {
    const proxy = parseProxy({ address: "https://proxy.example.com/", hosts })
    const asked = parseAddress("https://models.example.com/v1")
    if (!proxy.ok || !asked.ok) throw new Error("Expected both to be read")
    return [proxyFor(proxy.value, asked.value), proxyForModels(proxy.value, asked.value)]
  }
  expect(of(["models.example.com"])).toEqual(["https://proxy.example.com/", "https://proxy.example.com/"])
  expect(of([])).toEqual(["https://proxy.example.com/", undefined])
})
