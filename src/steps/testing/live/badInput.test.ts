import { chmod, chown, readdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { strToU8, zipSync } from "fflate"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { must } from "../../../lib/assert.ts"
import type { JsonMap } from "../../../lib/json.ts"
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
const noise = Uint8Array.from({ length: 50_000 }, (_, n) => (n * n * 31) % 251)

type Case = readonly [what: string, kind: string, code: string, example: Omit<Example, "title" | "problem">]

/** Every kind that asks an address for something. */
const askers: readonly (readonly [kind: string, parameters: JsonMap])[] = [
  ["http.request", { expect: "text" }],
  ["http.download", { path: "a.bin" }],
  ["http.upload", { method: "PUT", files: [{ path: "a.bin" }], expect: "text" }],
  ["http.feed", {}],
  ["http.pages", {}],
  ["http.graphql", { document: "{ a }" }],
]

/** What is the same for all that they may be answered with. */
const misbehaviours: readonly (readonly [path: string, code: string, parameters?: JsonMap])[] = [
  ["/status/404", "http_not_found"],
  ["/status/429", "http_too_many"],
  ["/status/429?retry-after=3600", "http_too_many"],
  ["/status/500", "http_server_error"],
  ["/hang", "http_too_slow", { timeout: "150ms" }],
  ["/drip/20", "http_too_slow", { timeout: "150ms" }],
  ["/cut", "http_cut_body"],
  ["/cutpiece", "http_cut_body"],
  ["/silent", "http_no_answer"],
  ["/huge", "http_too_large", { largest: 1_000_000 }],
  ["/endless", "http_too_large", { largest: 300_000 }],
  ["/bomb", "http_too_large", { largest: 1_000_000 }],
  ["/hops/50", "http_hops"],
  ["/to?url=https://elsewhere.test/echo", "grant_refused"],
]

const servers: readonly Case[] = [
  ...askers.flatMap(([kind, parameters]) =>
    misbehaviours.map(
      ([path, code, more = {}]): Case => [
        path,
        kind,
        code,
        {
          with: { url: `https://bad.test${path}`, ...parameters, ...more },
          files: old,
          ...("timeout" in more ? once : {}),
        },
      ],
    ),
  ),
  ["no JSON", "http.request", "http_bad_json", { with: { url: "https://bad.test/status/200" } }],
  ["no JSON for pages", "http.pages", "http_bad_json", { with: { url: "https://bad.test/status/200" } }],
  [
    "no JSON for GraphQL",
    "http.graphql",
    "http_bad_json",
    { with: { url: "https://bad.test/status/200", document: "{ a }" } },
  ],
  [
    "a feed that would read a file",
    "http.feed",
    "http_no_feed",
    {
      with: { url: "https://api.example.com/feed" },
      answers: { http: [{ body: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>` }] },
    },
  ],
  [
    "a clone of what is no repository",
    "git.clone",
    "git_no_remote_repository",
    { with: { url: "https://bad.test/status/404" } },
  ],
  ["a clone that is cut", "git.clone", "http_cut_body", { with: { url: "https://bad.test/cut" } }],
  [
    "a clone that hangs",
    "git.clone",
    "step_timed_out",
    { with: { url: "https://bad.test/hang" }, around: { timeout: "150ms", retry: { attempts: 1 } } },
  ],
  [
    "a clone that leads elsewhere",
    "git.clone",
    "grant_refused",
    { with: { url: "https://bad.test/to?url=https://elsewhere.test/echo" } },
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
    // That it was asked is no change.
    expect(await place.outside()).toEqual({ ...before, requests: expect.anything() })
    expect(world.elsewhere.arrived.length).toBe(strangers)
    await place.close()
  })
})

test.each([
  ["a way out", "archive_bad_name", () => zipSync({ "ok.txt": strToU8("x"), "../evil.txt": strToU8("x") })],
  [
    "an absolute path",
    "archive_bad_name",
    () => zipSync({ "ok.txt": strToU8("x"), "/tmp/evil": strToU8("x") }),
  ],
  ["a bomb", "archive_bomb", () => zipSync({ "ok.txt": strToU8("x"), bomb: new Uint8Array(8_000_000) })],
  ["half of one", "archive_broken", () => zipSync({ a: noise, b: noise }).slice(0, 300)],
])("archives: %s comes to %s", async (_what, problem, archive) => {
  const example = { title: "", problem, with: { path: "x.zip", to: "out" } }
  const place = await openLivePlace(world, step("file.unzip"), example)
  await writeFile(`${place.workspace}/x.zip`, archive())
  const before = await place.outside()
  expect(await place.run("live")).toMatchObject({ problem, wentOn: true })
  expect(await place.outside()).toEqual(before)
  await place.close()
})

/** What looks bad and is not: it comes to what it says, and to nothing else. */
const harmless: readonly (readonly [
  what: string,
  kind: string,
  outlets: JsonMap,
  example: Pick<Example, "with" | "files">,
])[] = [
  [
    "quotes across lines",
    "file.csv",
    {
      success: {
        rows: [
          { a: "1", b: 'x\n"y"\r\nz' },
          { a: "2", b: "" },
        ],
        ...{ count: 2, columns: ["a", "b"], path: null },
      },
    },
    { with: { path: "a.csv" }, files: { "a.csv": 'a,b\n1,"x\n""y""\r\nz"\n2,\n' } },
  ],
  [
    "scripts in a page",
    "html.extract",
    { success: { text: "told" } },
    {
      with: {
        html: `<p>told</p><script src="https://elsewhere.test/echo"></script><img src="https://elsewhere.test/echo" onerror="x()"><script>document.querySelector("p").textContent = "run"</script>`,
        fields: [{ name: "text", selector: "p" }],
      },
    },
  ],
]

test.each(harmless)("%s: %s", async (_what, kind, outlets, example) => {
  const place = await openLivePlace(world, step(kind), { title: "", outlets, ...example })
  const strangers = world.elsewhere.arrived.length
  expect(await place.run("live")).toMatchObject({ status: "completed", outlets })
  expect(world.elsewhere.arrived.length).toBe(strangers)
  await place.close()
})

/** Does it as somebody who may not do everything: the folder and all in it are theirs. */
async function asNobody<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work()
  const nobody = 65_534
  const all = await readdir(folder, { recursive: true })
  for (const path of ["", ...all]) await chown(join(folder, path), nobody, nobody)
  process.seteuid?.(nobody)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

test("a permission that is taken away", async () => {
  const example = {
    title: "",
    problem: "file_forbidden",
    with: { path: "a/new", content: "x" },
    files: { "a/b": "x" },
  }
  const place = await openLivePlace(world, step("file.write"), example)
  const before = await place.outside()
  await chmod(`${place.workspace}/a`, 0o500)
  const came = await asNobody(dirname(place.workspace), () => place.run("live"))
  expect(came).toMatchObject({ problem: "file_forbidden", wentOn: true })
  await chmod(`${place.workspace}/a`, 0o700)
  expect(await place.outside()).toEqual(before)
  await place.close()
})

test("a permission that is missing in the middle of an archive: what was unfolded before is taken back", async () => {
  const example = {
    ...{ title: "", problem: "file_forbidden", with: { path: "x.zip", to: "out" } },
    files: { "out/locked/mine": "x" },
  }
  const place = await openLivePlace(world, step("file.unzip"), example)
  const archive = zipSync({ "a.txt": strToU8("a"), "b/c.txt": strToU8("c"), "locked/d.txt": strToU8("d") })
  await writeFile(`${place.workspace}/x.zip`, archive)
  const before = await place.outside()
  await chmod(`${place.workspace}/out/locked`, 0o500)
  const came = await asNobody(dirname(place.workspace), () => place.run("live"))
  expect(came).toMatchObject({ problem: "file_forbidden", wentOn: true })
  await chmod(`${place.workspace}/out/locked`, 0o700)
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
