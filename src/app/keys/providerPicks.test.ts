import { expect, test } from "vitest"
import { freshAiSettings, type Provider, readyMade } from "../../model/ai/providers.ts"
import { providerPicks } from "./providerPicks.ts"

test("who may answer: the usual one, then those that can be asked now, then those without their key", () => {
  const mine: Provider = {
    ...{ id: "mine", title: "Mine", speaks: "openai", address: "http://localhost:1/v1" },
    ...{ secret: "mine", model: "m", vectors: "" },
  }
  const settings = { ...freshAiSettings, usual: "mine", providers: [mine] }
  const picks = providerPicks(settings, ["mine", "claude"])
  expect(picks[0]).toMatchObject({ id: "default", label: "The usual one: Mine" })
  expect(picks.map(({ id }) => id).sort()).toEqual(
    ["default", "mine", ...readyMade.map(({ id }) => id)].sort(),
  )
  const at = (id: string) => picks.findIndex(pick => pick.id === id)
  for (const able of ["mine", "claude", "simulated", "ollama"]) expect(at(able)).toBeLessThan(at("openai"))
  expect(picks[at("openai")]?.label).toBe("OpenAI, without a key yet")
})
