import { strToU8, zipSync } from "fflate"
import { describe, expect, test } from "vitest"
import type { JsonMap } from "../lib/json.ts"
import { ok } from "../lib/result.ts"
import type { Ports, ShellPort } from "../model/ports.ts"
import type { AnyStep, Example } from "../model/step.ts"
import { createFiles } from "../ports/files/files.ts"
import { createMemoryHome } from "../ports/files/memoryHome.ts"
import { aroundPorts } from "../ports/recording/portCalls.ts"
import { steps } from "./registry.ts"
import { shellRun } from "./shell/run.ts"
import { createTestPorts } from "./testing/createTestPorts.ts"
import { runStep } from "./testing/runExample.ts"

/* What takes time tells how far it is: every kind is held to it, or says why it has nothing to tell. */

const kinds = steps.filter(({ run }) => run !== undefined)

const rows = Array.from({ length: 20_000 }, (_, n) => ({ k: n % 1_000, n, name: `n${n % 50}` }))
const lines = rows.map(({ k, n, name }) => `${k},${n},${name}`).join("\n")
const long = lines.repeat(4)
const few = rows.slice(0, 4_000)
const page = `<main>${few.map(({ n, name }) => `<p class="row">Row <b>${n}</b> of ${name}</p>`).join("\n")}</main>`
const xml = `<all>${few.map(({ n, name }) => `<row n="${n}">${name}</row>`).join("\n")}</all>`
const feed = `<rss version="2.0"><channel>${few.map(({ n }) => `<item><title>${n}</title></item>`).join("\n")}</channel></rss>`
const words = few
  .map(({ n }) => `## Part ${n}\n\nSome *words* of [it](https://example.com/${n}).\n`)
  .join("\n")
const byKey = { items: rows, by: ["name"] }
const pair = { first: rows, second: rows.slice(0, 6_000) }

/** Ports over files that are no text. */
const over = async (bytes: { readonly [path: string]: Uint8Array }): Promise<Partial<Ports>> => {
  const files = createFiles(createMemoryHome(() => 0))
  for (const [path, content] of Object.entries(bytes)) await files.write(path, content)
  return { files }
}

type Large = Omit<Example, "title" | "with"> & {
  readonly with: JsonMap
  readonly ports?: () => Promise<Partial<Ports>>
}

/** Input of which each kind has so much to do that it takes time. */
const large: { readonly [kind: string]: readonly Large[] } = {
  "data.convert": [
    { with: { value: lines, from: "csv" } },
    { with: { value: xml, from: "xml" } },
    { with: { value: JSON.stringify(rows.slice(0, 2_000), null, 1), from: "yaml" } },
  ],
  "html.extract": [{ with: { html: page, rows: ".row", fields: [{ name: "n", selector: "b" }] } }],
  "html.markdown": [{ with: { html: page } }],
  "markdown.html": [{ with: { text: words } }],
  "file.csv": [{ with: { path: "a.csv" }, files: { "a.csv": long } }],
  "file.copy": [
    { with: { from: "in", to: "out" }, files: { "in/a": "a", "in/b": "b", "in/c": "c", "in/d": "d" } },
  ],
  "file.hash": [{ with: { path: "a.csv" }, files: { "a.csv": long } }],
  "file.zip": [{ with: { to: "a.zip" }, files: { "a.csv": lines, "b.csv": lines } }],
  "file.unzip": [
    {
      with: { path: "a.zip", to: "out" },
      ports: () => over({ "a.zip": zipSync({ "a.csv": strToU8(lines), "b.csv": strToU8(lines) }) }),
    },
  ],
  "http.feed": [{ with: { url: "https://example.com/" }, answers: { http: [{ body: feed }] } }],
  "http.download": [
    {
      with: { url: "https://example.com/", path: "a" },
      answers: { http: [{ headers: { "content-length": String(long.length) }, body: long }] },
    },
  ],
  "http.pages": [
    {
      with: { url: "https://example.com/", mostPages: 4, by: "page", items: "items" },
      answers: { http: [1, 2, 3, 4].map(n => ({ body: JSON.stringify({ items: [n] }) })) },
    },
  ],
  "data.filter": [{ with: { items: rows, where: [{ field: "k", operator: "less", value: 500 }] } }],
  "data.sort": [{ with: { items: rows, by: [{ field: "k" }] } }],
  "data.dedupe": [{ with: { items: rows } }],
  "data.group": [{ with: { ...byKey, compute: [] } }],
  "data.aggregate": [{ with: { items: rows, compute: [{ as: "all", what: "sum", field: "k" }] } }],
  "data.rename": [{ with: { items: rows, names: { k: "key" } } }],
  "data.edit": [{ with: { value: rows, set: { done: true } } }],
  "data.split": [{ with: { items: rows, field: "name" } }],
  "data.merge": [{ with: { ...pair, how: "by_key", join: "outer", key: ["n"] } }],
  "data.compare": [{ with: { ...pair, key: ["n"] } }],
}

/** Why a kind has nothing to tell. */
const silent: { readonly [why: string]: readonly string[] } = {
  "it is over at once, however much it is given": [
    ...["condition", "switch", "set", "log", "data.limit", "data.date", "crypto.random", "event.emit"],
    ...["throttle", "wait", "stop", "join", "approve", "form", "file.exists"],
  ],
  "the answer of one request comes as a whole, of a size that is limited": [
    ...["http.request", "http.graphql", "http.upload", "notify.slack", "notify.discord"],
  ],
  "it is one act of what it asks": [
    ...["file.read", "file.write", "file.append", "file.move", "file.delete", "file.list"],
    ...["crypto.hash", "crypto.sign", "crypto.verify", "chat.send", "notify.show", "notify.email"],
    ...["table.insert", "table.update", "table.upsert", "table.delete", "table.query"],
  ],
  "it waits for something to happen": ["file.watch", "workflow.run"],
  "how far code of the user's is, only that code could say: it has its own limit of time": [
    ...["code.run", "data.map", "data.match", "data.template", "shell.run"],
  ],
  "the calls that it makes tell it": ["ai.agent"],
  "a model gives vectors at once": ["ai.embed"],
}

const streams = kinds.filter(({ needs, kind }) => needs.includes("ai") && kind !== "ai.embed")

test("every kind tells how far it is, or says why it has nothing to tell", () => {
  const told = [...Object.keys(large), ...streams.map(({ kind }) => kind)]
  const gits = kinds.filter(({ needs }) => needs.includes("git")).map(({ kind }) => kind)
  const all = [...told, ...gits, ...Object.values(silent).flat()]
  expect(kinds.map(({ kind }) => kind).filter(kind => !all.includes(kind))).toEqual([])
  expect(new Set(all).size).toBe(all.length)
  for (const kind of Object.values(silent).flat())
    expect(kinds.find(each => each.kind === kind)?.needs ?? [], kind).not.toContain("jobs")
})

const cases = Object.entries(large).flatMap(([kind, inputs]) =>
  inputs.map((input, at) => [kind, at + 1, input] as const),
)

describe("told on the way", () => {
  test.each(cases)("%s %i", async (kind, _at, { with: parameters, ports, ...situation }) => {
    const step = kinds.find(each => each.kind === kind) as AnyStep
    const given = ports === undefined ? {} : { ports: await ports() }
    const { outcome, shares } = await runStep(step, parameters, { ...situation, ...given })
    expect(outcome).toMatchObject({ type: "done" })
    expect(new Set(shares.filter(share => share > 0 && share < 1)).size).toBeGreaterThan(1)
    expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
    expect(
      [...shares].sort((a, b) => a - b),
      "it never goes back",
    ).toEqual(shares)
  })

  test("shell.run streams what its command writes", async () => {
    const shell: ShellPort = {
      run: async ({ hear }) => {
        hear?.("one\n")
        return ok({ exitCode: 0, stdout: "one\n", stderr: "" })
      },
    }
    const { streamed } = await runStep(shellRun, { command: "echo one" }, { ports: { shell } })
    expect(streamed).toBe("one\n")
  })

  test.each(streams.map(step => [step.kind, step] as const))("%s streams its words", async (_, step) => {
    const example = step.examples.find(({ answers }) => answers?.ai !== undefined) as Example
    const { streamed } = await runStep(step, example.with, example)
    expect(streamed.length).toBeGreaterThan(0)
  })

  const gits = kinds.filter(({ needs }) => needs.includes("git"))
  test.each(gits.map(step => [step.kind, step] as const))("%s hands on what git tells", async (_, step) => {
    const example = step.examples.find(({ problem }) => problem === undefined) as Example
    const real = createTestPorts(example)
    const around = aroundPorts({ git: real.git }, ({ asked, perform }) => {
      for (const each of asked) {
        const tell: unknown = Reflect.get(Object(each), "progress")
        if (typeof tell === "function") tell(0.25)
      }
      return perform()
    }) as Partial<Ports>
    const { shares } = await runStep(step, example.with, { ...example, ports: around })
    expect(shares).toContain(0.25)
  })
})
