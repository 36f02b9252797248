import { describe, expect, test } from "vitest"
import { z } from "zod"
import { err, type Result } from "../lib/result.ts"
import { fileProblem } from "../model/fileProblems.ts"
import type { Ports } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import type { AnyStep, Example, Hint, Outcome } from "../model/step.ts"
import type { FileHome } from "../ports/files/home.ts"
import { aroundPorts } from "../ports/recording/portCalls.ts"
import { steps } from "./registry.ts"
import { createTestPorts, type TestPorts } from "./testing/createTestPorts.ts"
import { runStep } from "./testing/runExample.ts"

/* What goes wrong the same way for many kinds, tried on every kind that it can happen to. */

const kinds = steps.filter(({ run }) => run !== undefined)
const examples = kinds.flatMap(step =>
  step.examples.map(example => [step.kind, example.title, step, example] as const),
)
const run = (
  step: AnyStep,
  { with: parameters, ...situation }: Example,
  more: Parameters<typeof runStep>[2] = {},
) => runStep(step, parameters, { ...situation, ...more })
const codeOf = (outcome: Outcome) => (outcome.type === "failed" ? outcome.problem.code : outcome.type)

describe("a path that no workspace has", () => {
  const paths = [
    ["../../etc/passwd", "file_path_leaves"],
    ["/etc/passwd", "file_path_absolute"],
    ["a\u0000b", "file_path_letter"],
    ["x".repeat(300), "file_path_long"],
    ["CON", "file_path_reserved"],
  ] as const
  const fields = kinds.flatMap(step =>
    Object.entries((step.hints ?? {}) as { readonly [field: string]: Hint })
      // What a command or a called step does with it is told by the port.
      .filter(
        ([, { widget }]) =>
          widget === "file" && !step.needs.some(need => need === "shell" || need === "steps"),
      )
      .map(([field]) => [step.kind, field, step] as const),
  )

  test("there are many fields for paths", () => expect(fields.length).toBeGreaterThan(20))

  test.each(fields)("%s: %s", async (_kind, field, step) => {
    const example = step.examples.find(each => each.problem === undefined) as Example
    for (const [path, code] of paths) {
      // With no answer prepared, git is asked for real.
      const bad: Example = { ...example, with: { ...example.with, [field]: path }, answers: {} }
      const { outcome, ports } = await run(step, bad)
      expect(codeOf(outcome), path).toBe(code)
      expect(ports.asked.filter(({ port }) => port === "http")).toEqual([])
    }
  })
})

/** A home in which the n-th write from its beginning fails, as on a disk that has just filled up. */
function fullAt(write: number) {
  let left = Number.POSITIVE_INFINITY
  const hasRoom = () => left-- !== 0
  const full = (path: string) => err(fileProblem("file_no_room", { path }))
  const home = ({ change: _, move: __, ...rest }: FileHome): FileHome => ({
    ...rest,
    write: async (path, bytes) => (hasRoom() ? rest.write(path, bytes) : full(path)),
    writeStream: async (path, bytes) => {
      if (hasRoom()) return rest.writeStream(path, bytes)
      await bytes.cancel()
      return full(path)
    },
  })
  return {
    home,
    before: {},
    begin(ports: TestPorts) {
      this.before = ports.files.all()
      left = write
    },
    isReached: () => left < 0,
  }
}

describe("a disk that fills up leaves nothing half-written", () => {
  const writing = examples.filter(
    ([, , step, { problem }]) =>
      step.needs.some(need => need === "files" || need === "git") && problem === undefined,
  )
  test.each(writing)("%s: %s", async (_kind, _title, step, example) => {
    let reached = true
    for (let write = 0; reached; write++) {
      const beneath = fullAt(write)
      const { outcome, ports } = await run(step, example, { beneath })
      reached = beneath.isReached()
      if (!reached) break
      expect(codeOf(outcome), `write ${write}`).toBe("file_no_room")
      expect(ports.files.all(), `write ${write}`).toEqual(beneath.before)
    }
  })
})

test.each(examples.filter(([, , , { problem }]) => problem !== undefined))(
  "%s: %s: what fails has changed nothing",
  async (_kind, _title, step, example) => {
    const { ports } = await run(step, example)
    const before = createTestPorts({ files: example.files ?? {}, tables: example.tables ?? {} })
    if (!example.commits) expect(ports.files.all()).toEqual(before.files.all())
    for (const table of Object.keys(example.tables ?? {}))
      expect(await ports.tables.rows(table)).toEqual(await before.tables.rows(table))
  },
)

/** What may take long, and so has to hear when it is to stop. */
const long = [
  ...["http.send", "http.open", "notify.webhook", "shell.run", "ai.chat", "ai.embed", "code.run", "jobs.run"],
]

test.each(examples)(
  "%s: %s: everything that takes long hears when to stop",
  async (_kind, _title, step, example) => {
    const { signal } = new AbortController()
    const deaf: string[] = []
    const real = createTestPorts({ ...example })
    const ports = aroundPorts({ ...real, git: real.git }, ({ port, what, asked, perform }) => {
      const hears = asked.some(each => each === signal || Reflect.get(Object(each), "signal") === signal)
      if ((long.includes(`${port}.${what}`) || port === "git") && !hears) deaf.push(`${port}.${what}`)
      return perform()
    }) as Partial<Ports>
    await run(step, example, {
      ports: {
        ...ports,
        jobs: {
          run: (job, input, options) => {
            if (options?.signal !== signal) deaf.push(`jobs ${job.name}`)
            return real.jobs.run(job, input, options)
          },
        },
      },
      signal,
    })
    expect(deaf).toEqual([])
  },
)

/** Ports of which nothing that takes long ever answers, until it is told to stop. */
function silentPorts(real: TestPorts, { signal }: AbortController) {
  let asked = 0
  let begin = () => {}
  const begun = new Promise<null>(go => {
    begin = () => go(null)
  })
  const stopped = {
    code: "stopped",
    message: "It was stopped.",
    severity: "error",
    retryable: false,
  } as const
  const silence = (): Promise<Result<never, Problem>> => {
    asked++
    begin()
    return new Promise(go => {
      if (signal.aborted) go(err(stopped))
      else signal.addEventListener("abort", () => go(err(stopped)))
    })
  }
  const ports = aroundPorts({ ...real, git: real.git }, ({ port, what, perform }) =>
    long.includes(`${port}.${what}`) || port === "git" || port === "steps" ? silence() : perform(),
  ) as Partial<Ports>
  return { ports: { ...ports, jobs: { run: silence } }, begun, asked: () => asked }
}

test.each(examples.filter(([, , step]) => step.needs.length > 0))(
  "%s: %s: told to stop, it ends within 100 ms, and asks for nothing more",
  async (_kind, _title, step, example) => {
    const stop = new AbortController()
    const { ports, begun, asked } = silentPorts(createTestPorts({ ...example }), stop)
    const running = run(step, example, { ports, signal: stop.signal })
    // What asks for nothing that takes long ends by itself.
    if ((await Promise.race([running, begun])) !== null) return
    const before = asked()
    stop.abort()
    const late = new Promise<null>(go => setTimeout(go, 100, null))
    const end = await Promise.race([running, late])
    expect(end?.outcome.type).toBe("failed")
    expect(asked(), "asked since").toBe(before)
  },
)

test.each(kinds.map(step => [step.kind, step] as const))(
  "%s refuses what is not of a parameter's type, whichever it is",
  (_kind, step) => {
    const good = step.examples.find(({ with: given }) => step.input.safeParse(given).success)?.with ?? {}
    const { properties = {} } = z.toJSONSchema(step.input, { io: "input" })
    for (const [field, schema] of Object.entries(properties)) {
      const types = typesIn(schema)
      if (types === null) continue
      for (const wrong of [{ no: { such: "thing" } }, ["no", ["such"]], null, true]) {
        if (types.has(typeOf(wrong))) continue
        const given = { ...good, [field]: wrong }
        expect(step.input.safeParse(given).success, `${field}: ${JSON.stringify(wrong)}`).toBe(false)
      }
    }
  },
)

/** The types that a schema takes; null where it takes anything. */
function typesIn(schema: unknown): Set<string> | null {
  const {
    type,
    anyOf,
    oneOf,
    enum: choices,
    const: only,
  } = Object(schema) as { readonly [key: string]: unknown }
  const inner = (anyOf ?? oneOf) as readonly unknown[] | undefined
  if (inner !== undefined) {
    const found = inner.map(typesIn)
    return found.includes(null) ? null : new Set(found.flatMap(types => [...(types ?? [])]))
  }
  if (choices !== undefined) return new Set((choices as readonly unknown[]).map(typeOf))
  if (only !== undefined) return new Set([typeOf(only)])
  return type === undefined ? null : new Set([type].flat().map(String))
}

function typeOf(value: unknown): string {
  if (value === null) return "null"
  return Array.isArray(value) ? "array" : typeof value
}

/** The list that the items of the outputs were made from, if it was one; of several lists one after the other. */
function listFor(step: AnyStep, { with: parameters, scope }: Example): readonly unknown[] | undefined {
  const input = step.input.parse(parameters) as Record<string, unknown>
  const { follows } = step
  if (Array.isArray(follows)) {
    const arrived = scope?.incoming as Record<string, unknown> | undefined
    return follows.flatMap(name => input[name] ?? arrived?.[name])
  }
  const value = (typeof follows === "string" ? input[follows] : undefined) ?? scope?.incoming
  return Array.isArray(value) ? value : undefined
}

test.each(examples.filter(([, , step, example]) => listFor(step, example) !== undefined))(
  "%s: %s: a list tells what each of its items was made from",
  async (_kind, _title, step, example) => {
    const list = listFor(step, example) ?? []
    const { outcome } = await run(step, example)
    if (outcome.type !== "done") return
    for (const [outlet, value] of Object.entries(outcome.outlets)) {
      if (!Array.isArray(value)) continue
      const origins = outcome.origins?.[outlet] ?? []
      expect(origins, outlet).toHaveLength(value.length)
      for (const origin of origins.flat()) expect(list[origin]).toBeDefined()
    }
  },
)
