import { expect, test } from "vitest"
import { codeRun } from "../code/run.ts"
import { gitCommit } from "../git/commit.ts"
import { gitLog } from "../git/log.ts"
import { runStep } from "../testing/runExample.ts"
import { shellRun } from "./run.ts"

test("shell.run keeps both outputs of a failure, the latest of each", async () => {
  const answers = {
    shell: [{ exitCode: 3, stdout: "o".repeat(50_000), stderr: `${"e".repeat(50_000)}last words\n` }],
  }
  const { outcome } = await runStep(shellRun, { command: "x" }, { answers })
  if (outcome.type !== "failed") throw new Error("Expected a failure")
  expect(outcome.problem.message).toContain("exit code 3")
  expect(outcome.problem.message.length).toBeLessThan(400)
  expect(outcome.problem.data?.exitCode).toBe(3)
  expect(String(outcome.problem.data?.stdout)).toHaveLength(20_000)
  expect(String(outcome.problem.data?.stderr)).toMatch(/last words\n$/)
})

test("shell.run hands on what was set and nothing else", async () => {
  const answers = { shell: [{ exitCode: 0, stdout: "", stderr: "" }] }
  const { ports } = await runStep(shellRun, { command: "ls", env: { A: "$(rm -rf .)" } }, { answers })
  const hear = expect.any(Function)
  expect(ports.asked[0]?.with).toEqual({ command: "ls", env: { A: "$(rm -rf .)" }, hear })
})

test("code.run sees the value given, null too, else what arrived", async () => {
  const scopeOf = async (parameters: object, incoming?: number) => {
    const scope = incoming === undefined ? {} : { scope: { incoming } }
    const ran = await runStep(
      codeRun,
      { source: "return 1", ...parameters },
      { ...scope, answers: { code: [1] } },
    )
    return Reflect.get(Object(ran.ports.asked[0]?.with), "scope")
  }
  expect(await scopeOf({ input: null }, 5)).toEqual({ input: null, inputs: null })
  expect(await scopeOf({}, 5)).toEqual({ input: 5, inputs: 5 })
  expect(await scopeOf({})).toEqual({ input: null, inputs: null })
})

test("git.log reads a written time, git.commit takes all or the files named", async () => {
  const since = { since: "2026-01-31T09:00:00Z", path: "a" }
  const log = await runStep(gitLog, since, { answers: { git: [[]] } })
  expect(log.ports.asked[0]?.with).toEqual({ since: Date.UTC(2026, 0, 31, 9), most: 50, path: "a" })
  const all = await runStep(gitCommit, { message: "m" }, { answers: { git: [{ problem: "x" }] } })
  expect(all.ports.asked[0]?.with).toEqual({ message: "m", all: true })
  const some = await runStep(
    gitCommit,
    { message: "m", files: ["a"] },
    { answers: { git: [{ problem: "x" }] } },
  )
  expect(some.ports.asked[0]?.with).toEqual({ message: "m", files: ["a"] })
})
