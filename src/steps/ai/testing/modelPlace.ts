import type { ModelServer } from "../../../../e2e/doubles/modelServer.ts"
import { createTestClock, type TestClock } from "../../../engine/loop/clock.ts"
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
    /** How many times faster than real time passes for runs. */
    readonly haste?: number
  } = {},
): ModelPlace {
  const { journal = createTestJournal(), files = {}, granted = ["ai"], haste = 1 } = options
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
      clock: hastyClock(haste),
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

/** A clock that runs so many times faster while something is under way, and moves on at once while nothing is. */
function hastyClock(haste: number): TestClock {
  const clock = createTestClock({ start: 0 })
  const began = Date.now()
  return {
    ...clock,
    now: () => clock.now() + (Date.now() - began) * haste,
    limit(milliseconds, passed) {
      const callOff = clock.limit(milliseconds / haste, passed)
      return () => callOff() * haste
    },
  }
}

/**
 * The providers of both vendors at the double, with a model whose price is known; and both as `claude-away` and
 * `openai-away`, where nobody answers.
 */
export function providersAt(double: ModelServer): Provider[] {
  const here = readyMade.flatMap((provider): Provider[] => {
    if (provider.id === "claude")
      return [{ ...provider, address: double.anthropic, secret: "key", model: "claude-haiku-4-5" }]
    if (provider.id === "openai")
      return [{ ...provider, address: double.openai, secret: "key", model: "gpt-4o-mini" }]
    return []
  })
  const away = { address: "http://localhost:1/v1", secret: null }
  return [...here, ...here.map(provider => ({ ...provider, ...away, id: `${provider.id}-away` }))]
}
