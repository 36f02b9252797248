import { describe, expect, test } from "vitest"
import { effectBy, effects } from "../model/effects.ts"
import type { HttpRequest } from "../model/ports.ts"
import type { AnyStep, Effect, Example, Outcome } from "../model/step.ts"
import { createKeyedFiles } from "../ports/files/keyedFiles.ts"
import { createMemoryHome } from "../ports/files/memoryHome.ts"
import { aroundPorts } from "../ports/recording/portCalls.ts"
import { steps } from "./registry.ts"
import type { TestPorts } from "./testing/createTestPorts.ts"
import { allIn, gitOver, layOutExample, servedHttp } from "./testing/layOutExample.ts"
import { runStep } from "./testing/runExample.ts"

/* What a kind says of its effect is held against what it asks of its ports, in every example. */

const examples = steps
  .filter(({ run, control }) => run !== undefined && control === undefined)
  .flatMap(step => step.examples.map(example => [step.kind, example.title, step, example] as const))

/** Ports of which nothing outside can tell that they were asked. */
const inward: readonly string[] = ["clock", "random", "crypto", "code", "jobs"]
/** What changes nothing. Of steps that a step calls each has an effect of its own. */
const reading: { readonly [port: string]: readonly string[] | undefined } = {
  files: ["read", "readText", "readStream", "list", "info"],
  git: ["status", "log", "diff"],
  ai: ["chat", "embed"],
  tables: ["rows"],
  steps: ["call"],
}

/** How safe it is to ask that again. */
function effectOf(port: string, what: string, [first]: readonly unknown[]): Effect {
  if (inward.includes(port)) return "pure"
  // That a model is out of its depth is told under one name, however often.
  if (port === "events" && first === "ai.escalated") return "read"
  if (port === "http") {
    const { method, reads } = first as HttpRequest
    return reads === true || ["GET", "HEAD", "OPTIONS"].includes(method) ? "read" : "once"
  }
  return reading[port]?.includes(what) ? "read" : "once"
}

const declaredBy = (step: AnyStep, { with: parameters }: Example): Effect =>
  effectBy(step.effect, step.input.parse(parameters))

/** The calls that the example makes, and how safe the least safe of them is to repeat. */
async function callsOf(step: AnyStep, { with: parameters, ...situation }: Example) {
  const calls: string[] = []
  let worst: Effect = "pure"
  const portsFrom = (ports: TestPorts) =>
    aroundPorts(ports, ({ port, what, asked, perform }) => {
      const effect = effectOf(port, what, asked)
      calls.push(`${port}.${what}`)
      if (effects.indexOf(effect) > effects.indexOf(worst)) worst = effect
      return perform()
    })
  await runStep(step, parameters, { ...situation, portsFrom })
  return { calls, worst: worst as Effect }
}

test.each(examples)(
  "%s: %s: what it asks is no less safe than it says",
  async (_kind, _title, step, example) => {
    const declared = declaredBy(step, example)
    const { calls, worst } = await callsOf(step, example)
    const mayWrite = declared === "write" || declared === "once"
    const most = mayWrite ? "once" : declared
    expect(effects.indexOf(worst), `${declared}, and it asks ${calls.join(", ")}`).toBeLessThanOrEqual(
      effects.indexOf(most),
    )
  },
)

/** What code or another run does is up to them: of these the kind says the worst that it may be. */
const kinds = [...new Set(examples.map(([, , step]) => step))].filter(
  ({ mayUse, examples: each }) => !mayUse && !each.some(({ waits }) => waits === "run"),
)

test.each(kinds.map(step => [step.kind, step] as const))(
  "%s is no more careful than it has to be: as much as it says is asked in an example",
  async (_kind, step) => {
    const wanted = new Set<Effect>()
    const seen = new Set<Effect>()
    for (const example of step.examples) {
      const declared = declaredBy(step, example)
      const { worst } = await callsOf(step, example)
      wanted.add(declared)
      if (worst === declared || (declared === "write" && worst === "once")) seen.add(declared)
    }
    expect([...wanted].filter(effect => !seen.has(effect))).toEqual([])
  },
)

describe("what is safe to repeat leaves by the same outlet, and the same behind, when it is done again as after a crash", () => {
  const repeatable = examples.filter(([, , step, example]) => declaredBy(step, example) !== "once")
  test("there are many, and of every effect", () => {
    expect(repeatable.length).toBeGreaterThan(200)
    const served = repeatable.filter(([, , , { served }]) => served !== undefined)
    expect(new Set(served.map(([kind]) => kind)).size).toBeGreaterThan(3)
  })

  test.each(repeatable)("%s: %s", async (_kind, _title, step, example) => {
    const notes = new Map<string, { path: string; length: number }>()
    const keyed = createKeyedFiles({
      read: async name => notes.get(name),
      write: async (name, note) => void notes.set(name, note),
    })
    const key = "key-1"
    const home = createMemoryHome(() => Date.UTC(2026, 0, 31, 9))
    const { http, remote } = await servedHttp()
    const { files: _, commits: __, tables, answers = {}, ...situation } = example
    // Answers of git that were prepared are of no server: with a server, git is asked for real.
    const isGitPrepared = answers.git !== undefined && example.served === undefined
    if (!isGitPrepared) await layOutExample(home, http, example, step.kind !== "git.clone")
    const { git: gitAnswers, ...others } = answers
    const again = {
      ...situation,
      answers: isGitPrepared ? answers : others,
      beneath: { home: () => home, begin() {} },
    }
    const git = isGitPrepared ? {} : { git: gitOver(home, http, key) }
    const first = await runStep(step, example.with, {
      ...{ ...again, ...(tables ? { tables } : {}) },
      portsFrom: ports => ({ ...git, files: keyed(key, ports.files) }),
    })
    const rows = first.ports.tables
    const names = Object.keys({ ...tables, ...example.tablesAfter })
    const left = async () => ({
      // What git has of times in its list of files is another each time.
      files: Object.entries(await allIn(home)).filter(([path]) => !path.endsWith(".git/index")),
      rows: await Promise.all(names.map(name => rows.rows(name))),
      tips: await Promise.all(["main", "next"].map(branch => remote.tip(branch))),
    })
    const after = await left()
    const second = await runStep(step, example.with, {
      ...again,
      portsFrom: ports => ({ ...git, tables: rows, files: keyed(key, ports.files) }),
    })
    // What is only looked at is told the same, what is made may be told as being there already.
    const told = declaredBy(step, example) === "write" ? outletsIn : (outcome: Outcome) => outcome
    expect(told(second.outcome)).toEqual(told(first.outcome))
    expect(await left()).toEqual(after)
  })
})

const outletsIn = (outcome: Outcome) => (outcome.type === "done" ? Object.keys(outcome.outlets) : outcome)
