import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import corpus from "../e2e/corpus/bad-inputs.json"

/*
 * The corpus of hostile inputs, and who holds each case: a test that runs all of a surface, a test that has the id
 * of the case in it, or one that meets the case under a name of its own. No case is forgotten without being told.
 */

/** Tests that run every case of a surface, and are red when one is added that they do not decide. */
const wholeSurfaces: Readonly<Record<string, string>> = {
  expression: "src/syntax/corpus.test.ts",
  "code-step": "src/steps/code/run.test.ts",
  "yaml-import": "src/format/corpus.test.ts",
  "n8n-json-import": "src/format/corpus.test.ts",
  "run-input": "src/cli/readInputs.test.ts",
  "file-path": "src/model/workspacePath.test.ts",
  cron: "src/lib/cron.test.ts",
}

/** Tests that meet the case under a name of their own. */
const heldBy: Readonly<Record<string, readonly [file: string, name: string]>> = {
  "CR-026": ["e2e/triggers.spec.ts", "starts by itself, once over two tabs"],
  "HR-028": ["src/engine/core/effects.test.ts", "a once step that a crash cut is in doubt"],
  "HR-029": ["src/engine/core/effects.test.ts", "retry with the same key"],
  "LM-001": ["src/runs/values/values.test.ts", "only pictures that the value itself holds"],
  "LM-002": ["src/runs/values/values.test.ts", "texts, tables and pictures are shown as such"],
  "LM-007": ["src/runs/values/values.test.ts", "texts, tables and pictures are shown as such"],
  "LM-010": ["src/steps/ai/agent.test.ts", "text in a file that tells it to %s cannot"],
  "LM-011": ["src/steps/ai/agent.test.ts", "of words that are no input"],
  "LM-025": ["e2e/models.spec.ts", "a key that is not accepted is named, and none of it shows"],
  "SE-001": ["src/storage/vault/vault.browser.test.ts", "nothing that is stored shows it"],
  "SE-002": ["src/cli/sandbox.test.ts", "a run is kept as a test"],
  "SE-004": ["src/ports/http/testing/httpConformance.ts", "are put into an address, headers and bodies"],
  "SE-005": ["src/ports/secrets/redact.test.ts", "as they stand in an address, and as base64"],
  "SE-007": ["e2e/models.spec.ts", "its answer streams, and the key is nowhere to be found"],
  "SE-008": ["src/storage/vault/vault.browser.test.ts", "with a key that no script can read"],
  "SE-013": ["src/ports/grants/grantedPorts.test.ts", "is not done without %s, which is named"],
  "SE-014": ["src/worker/frame/frames.browser.test.ts", "go to their own hosts alone, and are not sent on"],
  "SE-016": ["e2e/keys.spec.ts", "each time one of the two opens every key"],
  "ST-001": ["src/engine/loop/run.test.ts", "a full disk holds the run before anything is sent"],
  "ST-002": ["src/storage/sentinel.browser.test.ts", "a database that was emptied is missed"],
  "ST-004": ["src/storage/fileJournal.test.ts", "a commit cut at any byte is whole or not there"],
  "ST-005": ["src/storage/dexieJournal.browser.test.ts", "data that was taken away is told, not thrown"],
  "ST-008": ["src/worker/engine.browser.test.ts", "a frozen tab's run goes on elsewhere"],
  "ST-010": ["e2e/oddRuns.spec.ts", "a damaged journal says so where it is looked at"],
  "ST-011": ["src/storage/fileJournal.test.ts", "a damaged line is named, and nothing is guessed"],
  "ST-013": ["src/engine/loop/plainJson.test.ts", "100,000 levels too"],
  "ST-014": ["src/engine/loop/plainJson.test.ts", "what cannot be stored is refused by name"],
  "UR-028": ["src/ports/secrets/redact.test.ts", "as they stand in an address"],
  // In the page what a name stands for is between the browser and the network.
  "UR-038": ["src/ports/http/nodeHttp.test.ts", "is asked at the number that was looked at"],
  "UI-001": ["e2e/trouble.spec.ts", "names that are code are text and nothing else"],
  "UI-002": ["e2e/trouble.spec.ts", "names that are code are text and nothing else"],
  "UI-004": ["e2e/trouble.spec.ts", "names that are code are text and nothing else"],
}

/** Cases that tests below meet. */
const here = ["UI-016", "RX-017"]

const root = join(import.meta.dirname, "..")
const tests = ["src", "e2e"].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter(path => /\.(test|spec)\.tsx?$|\/testing\/.*\.ts$/.test(path) && path !== "corpus.test.ts")
    .map(path => `${folder}/${path}`),
)
const texts = new Map(tests.map(path => [path, readFileSync(join(root, path), "utf8")]))

test("every case of the corpus is held by a test", () => {
  const all = [...texts.values()].join("\n")
  const forgotten = corpus
    .filter(
      ({ surface, id }) =>
        !(surface in wholeSurfaces) && !(id in heldBy) && !all.includes(id) && !here.includes(id),
    )
    .map(({ id }) => id)
  expect(forgotten).toEqual([])
})

test("UI-016 no page of others shows this one in a frame", () => {
  const headers = readFileSync(join(root, "public/_headers"), "utf8")
  expect(headers).toMatch(/^\/\*\n {2}Content-Security-Policy:.*frame-ancestors 'self'$/m)
})

test("RX-017 no pattern is made of what people type into the page", () => {
  const rooms = ["app", "editor", "runs", "ui"].map(room => `src/${room}`)
  const made = rooms.flatMap(room =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
      .filter(path => /(?<!\.test)\.tsx?$/.test(path))
      .filter(path => /\bRegExp\(/.test(readFileSync(join(root, room, path), "utf8")))
      .map(path => `${room}/${path}`),
  )
  // One is made of a plugin's name, letters, digits and hyphens; the other is never held against a text.
  expect(made).toEqual(["src/app/plugins/usersOf.ts", "src/runs/tests/expectationRows.ts"])
})

test("the tests that are said to hold cases are there, and run their surface", () => {
  for (const [surface, path] of Object.entries(wholeSurfaces))
    expect(texts.get(path), path).toContain(`surface === "${surface}"`)
  for (const [id, [path, name]] of Object.entries(heldBy))
    expect(texts.get(path), `${id} in ${path}`).toContain(name)
  expect(Object.keys(heldBy).filter(id => !corpus.some(item => item.id === id))).toEqual([])
})
