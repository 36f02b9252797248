import { chmod, writeFile } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { must } from "../../../lib/assert.ts"
import type { Example } from "../../../model/step.ts"
import { steps } from "../../registry.ts"
import { openLivePlace } from "./livePlace.ts"
import { type LiveWorld, openLiveWorld } from "./liveWorld.ts"

/*
 * What servers, files and people may come with, in whole runs: each comes to a problem with a name, nothing
 * half-written is left, and the run goes on.
 */

let world: LiveWorld
beforeAll(async () => {
  world = await openLiveWorld("bad-input")
})
afterAll(() => world.close())

const step = (kind: string) =>
  must(
    steps.find(each => each.kind === kind),
    kind,
  )
/** Once is enough where it takes long. */
const once = { around: { retry: { attempts: 1 } } }
const old = { "a.bin": "what was there before" }

type Case = readonly [what: string, kind: string, code: string, example: Omit<Example, "title" | "problem">]

const servers: readonly Case[] = [
  ["404", "http.request", "http_not_found", { with: { url: "https://bad.test/status/404" } }],
  [
    "404 for a file",
    "http.download",
    "http_not_found",
    { with: { url: "https://bad.test/status/404", path: "a.bin" }, files: old },
  ],
  ["404 for a feed", "http.feed", "http_not_found", { with: { url: "https://bad.test/status/404" } }],
  ["404 for pages", "http.pages", "http_not_found", { with: { url: "https://bad.test/status/404" } }],
  ["429", "http.request", "http_too_many", { with: { url: "https://bad.test/status/429" } }],
  [
    "429 with Retry-After",
    "http.request",
    "http_too_many",
    { with: { url: "https://bad.test/status/429?retry-after=3600" } },
  ],
  ["500", "http.request", "http_server_error", { with: { url: "https://bad.test/status/500" } }],
  [
    "500 for a question of GraphQL",
    "http.graphql",
    "http_server_error",
    { with: { url: "https://bad.test/status/500", document: "{ a }" } },
  ],
  [
    "a hang",
    "http.request",
    "http_too_slow",
    { with: { url: "https://bad.test/hang", timeout: "100ms" }, ...once },
  ],
  [
    "a drip into a file",
    "http.download",
    "http_too_slow",
    { with: { url: "https://bad.test/drip/20", path: "a.bin", timeout: "200ms" }, files: old, ...once },
  ],
  ["a cut body", "http.request", "http_cut_body", { with: { url: "https://bad.test/cut", expect: "text" } }],
  [
    "a cut file",
    "http.download",
    "http_cut_body",
    { with: { url: "https://bad.test/cut", path: "a.bin" }, files: old },
  ],
  [
    "a cut piece of a file",
    "http.download",
    "http_cut_body",
    { with: { url: "https://bad.test/cutpiece", path: "new.bin" } },
  ],
  ["a gigabyte", "http.request", "http_too_large", { with: { url: "https://bad.test/huge" } }],
  [
    "a gigabyte for a file",
    "http.download",
    "http_too_large",
    { with: { url: "https://bad.test/huge", path: "a.bin", largest: 1_000_000 }, files: old },
  ],
  [
    "an answer without end",
    "http.download",
    "http_too_large",
    { with: { url: "https://bad.test/endless", path: "a.bin", largest: 300_000 }, files: old },
  ],
  [
    "a bomb",
    "http.request",
    "http_too_large",
    { with: { url: "https://bad.test/bomb", largest: 1_000_000 } },
  ],
  [
    "a bomb for a file",
    "http.download",
    "http_too_large",
    { with: { url: "https://bad.test/bomb", path: "a.bin", largest: 1_000_000 }, files: old },
  ],
  ["no JSON", "http.request", "http_bad_json", { with: { url: "https://bad.test/status/200" } }],
  ["no answer", "http.request", "http_no_answer", { with: { url: "https://bad.test/silent" } }],
  ["many hops", "http.request", "http_hops", { with: { url: "https://bad.test/hops/50" } }],
  [
    "a hop to where nothing is granted",
    "http.request",
    "grant_refused",
    { with: { url: "https://bad.test/to?url=https://elsewhere.test/echo" } },
  ],
  [
    "a clone of what is no repository",
    "git.clone",
    "git_no_remote_repository",
    { with: { url: "https://bad.test/status/404" } },
  ],
]

const files: readonly Case[] = [
  ["a folder is read", "file.read", "file_is_folder", { with: { path: "a" }, files: { "a/b": "x" } }],
  [
    "a folder is written",
    "file.write",
    "file_is_folder",
    { with: { path: "a", content: "x" }, files: { "a/b": "x" } },
  ],
  [
    "a folder is appended to",
    "file.append",
    "file_is_folder",
    { with: { path: "a", content: "x" }, files: { "a/b": "x" } },
  ],
  ["a folder is a table", "file.csv", "file_is_folder", { with: { path: "a" }, files: { "a/b": "x" } }],
  ["a folder has a hash", "file.hash", "file_is_folder", { with: { path: "a" }, files: { "a/b": "x" } }],
  ["a folder is unzipped", "file.unzip", "file_is_folder", { with: { path: "a" }, files: { "a/b": "x" } }],
  ["a folder becomes an archive", "file.zip", "file_is_folder", { with: { to: "a" }, files: { "a/b": "x" } }],
  [
    "a folder is downloaded to",
    "http.download",
    "file_is_folder",
    { with: { url: "https://bad.test/echo", path: "a" }, files: { "a/b": "x" } },
  ],
  [
    "a file is a folder",
    "file.write",
    "file_not_folder",
    { with: { path: "a/b", content: "x" }, files: { a: "x" } },
  ],
  [
    "a quote is left open across lines",
    "file.csv",
    "data_bad_csv",
    { with: { path: "a.csv", to: "a.jsonl" }, files: { "a.csv": 'a,b\n1,"x\ny' } },
  ],
]

const values: readonly Case[] = [
  [
    "an entity that reads a file",
    "data.convert",
    "data_bad_xml",
    { with: { from: "xml", value: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>' } },
  ],
  [
    "a pattern without end",
    "data.match",
    "code_timeout",
    { with: { text: `${"a".repeat(40)}!`, pattern: "^(a+)+$", timeout: "200ms" } },
  ],
  ["a program without end", "code.run", "code_timeout", { with: { source: "for (;;);", timeout: "200ms" } }],
]

describe.each([
  ["servers", servers],
  ["files", files],
  ["values", values],
] as const)("%s", (_about, cases) => {
  test.each(cases)("%s: %s comes to %s", async (_what, kind, code, example) => {
    const place = await openLivePlace(world, step(kind), { title: "", problem: code, ...example })
    const [before, strangers] = [await place.outside(), world.elsewhere.arrived.length]
    const came = await place.run("live")
    expect(came).toMatchObject({ problem: code, wentOn: true })
    expect(await place.outside()).toEqual(before)
    expect(world.elsewhere.arrived.length).toBe(strangers)
    await place.close()
  })
})

test.skipIf(process.getuid?.() === 0)("a permission that is taken away", async () => {
  const example = {
    title: "",
    problem: "file_forbidden",
    with: { path: "a/new", content: "x" },
    files: { "a/b": "x" },
  }
  const place = await openLivePlace(world, step("file.write"), example)
  const before = await place.outside()
  await chmod(`${place.workspace}/a`, 0o500)
  expect(await place.run("live")).toMatchObject({ problem: "file_forbidden", wentOn: true })
  await chmod(`${place.workspace}/a`, 0o700)
  expect(await place.outside()).toEqual(before)
  await place.close()
})

test("a file that changes between the sandbox and Apply stays as it is", async () => {
  const example = {
    title: "",
    problem: "changed_underneath",
    with: { path: "a", content: "mine" },
    files: { a: "old" },
  }
  const place = await openLivePlace(world, step("file.write"), example)
  expect(await place.run("sandbox")).toMatchObject({ status: "completed" })
  await writeFile(`${place.workspace}/a`, "theirs")
  expect(await place.run("apply")).toMatchObject({ problem: "changed_underneath", wentOn: true })
  expect((await place.outside()).files).toEqual({ a: "theirs" })
  await place.close()
})
