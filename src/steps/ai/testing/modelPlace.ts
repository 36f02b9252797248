import type { ModelServer } from "../../../../e2e/doubles/modelServer.ts"
import { evaluateForTests } from "../../../engine/loop/testing/scriptedEngine.ts"
import { type TestPlace, testPlace } from "../../../engine/loop/testing/testRun.ts"
import { createTestJournal, type TestJournal } from "../../../engine/loop/testJournal.ts"
import type { Json } from "../../../lib/json.ts"
import { freshAiSettings, type Provider, readyMade } from "../../../model/ai/providers.ts"
import { type Grant, parseGrant } from "../../../model/grants.ts"
import { createAi } from "../../../ports/ai/createAi.ts"
import { createNodeKeyedFetch } from "../../../ports/ai/nodeKeyedFetch.ts"
import { createEventBus } from "../../../ports/events/eventBus.ts"
import { createFiles } from "../../../ports/files/files.ts"
import { createMemoryHome } from "../../../ports/files/memoryHome.ts"
import { givenWithTheWorkspace, grantedPorts, reachOf } from "../../../ports/grants/grantedPorts.ts"
import { createNodeHttp } from "../../../ports/http/nodeHttp.ts"
import { modedPorts } from "../../../ports/modes/modedPorts.ts"
import type { SecretSource } from "../../../ports/secrets/secretSource.ts"
import { steps } from "../../registry.ts"

/** The key that the double is asked with, which is to be found nowhere. */
export const canary = "sk-canary-7f3a"

/** A place in which runs ask the double, and what was emitted there. */
export interface ModelPlace extends TestPlace {
  /** The values of the events `ai.escalated`, in order. */
  readonly escalated: Json[]
}

/** All steps over a workspace in memory, whose providers `claude` and `openai` are the double, spoken to for real. */
export function modelPlace(
  double: ModelServer,
  options: {
    readonly journal?: TestJournal
    readonly files?: { readonly [path: string]: string }
    readonly granted?: readonly string[]
  } = {},
): ModelPlace {
  const { journal = createTestJournal(), files = {}, granted = ["ai"] } = options
  const origin = new URL(double.openai).origin
  const secrets: SecretSource = {
    find: async name => (name === "key" ? { value: canary, hosts: [origin] } : undefined),
  }
  const ai = createAi({
    settings: async () => ({ ...freshAiSettings, providers: providersAt(double) }),
    send: createNodeKeyedFetch({ secrets }),
    now: Date.now,
  })
  const grants = (): Grant[] => [
    ...givenWithTheWorkspace,
    ...granted.flatMap(text => {
      const grant = parseGrant(text)
      return grant.ok ? [grant.value] : []
    }),
  ]
  const home = createMemoryHome(() => 0, files)
  const events = createEventBus()
  const escalated: Json[] = []
  events.listen("ai.escalated", ({ value }) => escalated.push(value))
  const http = createNodeHttp({ mayReach: reachOf(grants), secrets })
  const place = testPlace(
    {},
    {
      journal,
      evaluate: evaluateForTests,
      kinds: kind => steps.find(step => step.kind === kind),
      ports: ({ key, name, stance }, basic) =>
        modedPorts(
          name,
          stance,
          {
            home,
            over: over => grantedPorts({ files: createFiles(over) }, grants),
            others: grantedPorts({ ai, http, events: events.port(key), ...basic }, grants),
          },
          { now: Date.now },
        ),
    },
  )
  return { ...place, escalated }
}

/** The providers of both vendors at the double, with a model whose price is known. */
export function providersAt(double: ModelServer): Provider[] {
  return readyMade.flatMap(provider => {
    if (provider.id === "claude")
      return [{ ...provider, address: double.anthropic, secret: "key", model: "claude-haiku-4-5" }]
    if (provider.id === "openai")
      return [{ ...provider, address: double.openai, secret: "key", model: "gpt-4o-mini" }]
    return []
  })
}
