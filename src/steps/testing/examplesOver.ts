import { describe, expect, test } from "vitest"
import type { FileHome } from "../../ports/files/home.ts"
import { steps } from "../registry.ts"
import { isAsExampleSays } from "./isAsExampleSays.ts"
import { allIn, gitOver, layOutExample, servedHttp } from "./layOutExample.ts"
import { runStep } from "./runExample.ts"

/** A workspace that is empty, in which an example is tried. */
export interface ExampleHome {
  readonly home: FileHome
  /** Where the example's files lie beforehand: what is done in `home` leaves this as it is. */
  readonly base?: FileHome
}

const onFiles = steps
  .filter(({ run, needs }) => run && needs.some(need => need === "files" || need === "git"))
  .map(step => ({ step, examples: step.examples.filter(each => !each.answers?.git || each.served) }))
  .filter(({ examples }) => examples.length > 0)

/** Runs every example that works on files over homes of one sort: each does in them what it says. */
export function examplesOver(open: () => Promise<ExampleHome>): void {
  describe.each(onFiles.map(each => [each.step.kind, each] as const))("%s", (_kind, { step, examples }) => {
    test.each(examples.map(example => [example.title, example] as const))("%s", async (_title, example) => {
      const { home, base = home } = await open()
      const { http } = await servedHttp()
      await layOutExample(base, http, example, step.kind !== "git.clone")
      const before = await allIn(base)
      const { files: _, commits: __, answers: { git: ___, ...answers } = {}, ...situation } = example
      const beneath = { home: () => home, begin() {} }
      const ports = { git: gitOver(home, http) }
      const { outcome } = await runStep(step, example.with, { ...situation, answers, beneath, ports })
      isAsExampleSays(step, example, outcome)
      const after = await allIn(home)
      if (example.filesAfter) expect(after).toEqual(example.filesAfter)
      if (example.problem !== undefined) expect(after).toEqual(before)
      if (base !== home) expect(await allIn(base)).toEqual(before)
    })
  })
}
