import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { join, relative } from "node:path"
import { build } from "./build.mjs"
import { chromiumPath } from "./chromium.mjs"
import { installPackages } from "./install.mjs"
import { root, say } from "./project.mjs"

/*
 * Everything that `npm test` does, on a machine that may have nothing but Node: packages, a browser, types and
 * style, unit and architecture tests, the same code in a real browser, and journeys through the built page.
 * The last line counts the tests.
 */

installPackages()
const chromium = await chromiumPath()
const env = { ...process.env, CHROMIUM_PATH: chromium }
const reports = join(root, ".cache", "reports")
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

let passed = 0
let failed = 0
/** What failed, said once more at the end, where it is looked for. */
const told = /** @type {string[]} */ ([])

say("Building the command, beside which its threads have their entries")
await build("cli")
run("Types and style", ["npm", "run", "--silent", "verify"])
// One after the other: what is held to a time in the browser must not share the machine with everything else.
for (const { project, what } of [
  { project: "unit", what: "Unit and architecture tests" },
  { project: "browser", what: "The same code in Chromium" },
]) {
  const report = join(reports, `${project}.json`)
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile=${report}`]
  run(what, ["npx", "vitest", "run", "--project", project, ...reporters])
  count(report, ({ numPassedTests, numFailedTests }) => [numPassedTests, numFailedTests])
  tell(report, failedTests)
}

say("Building what the journeys use")
await build("page")
const journeys = join(reports, "journeys.json")
run("Journeys in Chromium", ["npx", "playwright", "test"], {
  PLAYWRIGHT_JSON_OUTPUT_NAME: journeys,
  JOURNEY_PORT: String(await freePort()),
})
count(journeys, report => [report.stats.expected + report.stats.flaky, report.stats.unexpected])
tell(journeys, failedJourneys)

for (const line of told) console.log(`\n✘ ${line}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

/**
 * A port that nobody listens at.
 * @returns {Promise<number>}
 */
function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer().once("error", fail)
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address()
      probe.close(() => done(typeof address === "object" && address ? address.port : 0))
    })
  })
}

/**
 * Runs a part; a part that fails without a test to name counts as one failure.
 * @param {string} what
 * @param {string[]} command
 * @param {Record<string, string>} [more]
 */
function run(what, command, more = {}) {
  say(what)
  const [program = "", ...rest] = command
  const { status } = spawnSync(program, rest, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...env, ...more },
    shell: process.platform === "win32",
  })
  if (status === 0) return
  failed++
  told.push(what)
}

/**
 * Adds a report's counts. The failure that `run` has counted already is not counted twice.
 * @param {string} file
 * @param {(report: any) => [passed: number, failed: number]} read
 */
function count(file, read) {
  if (!existsSync(file)) return
  const [good, bad] = read(JSON.parse(readFileSync(file, "utf8")))
  passed += good
  if (bad > 0) failed += bad - 1
}

/**
 * Keeps the names of what failed, each with the first of its error.
 * @param {string} file
 * @param {(report: any) => { name: string, why: string }[]} read
 */
function tell(file, read) {
  if (!existsSync(file)) return
  for (const { name, why } of read(JSON.parse(readFileSync(file, "utf8"))))
    told.push(`${name}\n  ${why.split("\n").join("\n  ")}`)
}

/** @param {any} report as Vitest writes it */
function failedTests(report) {
  return report.testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults
      .filter((/** @type {any} */ test) => test.status === "failed")
      .map((/** @type {any} */ test) => ({
        name: `${relative(root, file.name)} ${test.fullName}`,
        why: beginningOf(test.failureMessages.join("\n")),
      })),
  )
}

/** @param {any} suite as Playwright writes it */
function failedJourneys(suite) {
  return [
    ...(suite.suites ?? []).flatMap(failedJourneys),
    ...(suite.specs ?? [])
      .filter((/** @type {any} */ spec) => !spec.ok)
      .map((/** @type {any} */ spec) => {
        const { error, attachments = [] } = spec.tests[0]?.results.at(-1) ?? {}
        return {
          name: `${spec.file}:${spec.line} ${spec.title}`,
          why: [beginningOf(error?.message ?? ""), ...shownThen(attachments)].join("\n"),
        }
      }),
  ]
}

/**
 * The first lines of an error.
 * @param {string} message
 */
function beginningOf(message) {
  return message.split("\n").slice(0, 12).join("\n")
}

/**
 * What the page showed in the end, as far as it tells how things stood.
 * @param {{ name: string, path?: string }[]} attachments
 */
function shownThen(attachments) {
  const path = attachments.find(({ name }) => name === "error-context")?.path
  if (path === undefined || !existsSync(path)) return []
  const lines = readFileSync(path, "utf8").split("\n")
  const telling = lines.filter(line => /- '?(?:status|alert|heading|dialog|region|tabpanel)\b/.test(line))
  return ["The page showed:", ...telling.slice(0, 40).map(line => line.trimStart())]
}
