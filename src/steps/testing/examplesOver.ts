import { describe, expect, test } from "vitest"
import type { Example } from "../../model/step.ts"
import { createFiles } from "../../ports/files/files.ts"
import type { FileHome } from "../../ports/files/home.ts"
import { createGit } from "../../ports/git/git.ts"
import { jobsHere } from "../../ports/jobs/runHere.ts"
import { steps } from "../registry.ts"
import { isAsExampleSays } from "./isAsExampleSays.ts"
import { makeCommits } from "./makeCommits.ts"
import { runStep } from "./runExample.ts"

/** A workspace that is empty, in which an example is tried. */
export interface ExampleHome {
  readonly home: FileHome
  /** Where the example's files lie beforehand: what is done in `home` leaves this as it is. */
  readonly base?: FileHome
}

/** What is tried: exchanges of commits need a server, and are tried where there is one. */
const onFiles = steps
  .filter(({ run, needs }) => run && needs.some(need => need === "files" || need === "git"))
  .map(step => ({ step, examples: step.examples.filter(each => !each.answers?.git && !each.served) }))
  .filter(({ examples }) => examples.length > 0)

/** Runs every example that works on files over homes of one sort: each does in them what it says. */
export function examplesOver(open: () => Promise<ExampleHome>): void {
  describe.each(onFiles.map(each => [each.step.kind, each] as const))("%s", (_kind, { step, examples }) => {
    test.each(examples.map(example => [example.title, example] as const))("%s", async (_title, example) => {
      const { home, base = home } = await open()
      await layOut(base, example)
      const before = await allIn(base)
      const { files: _, commits: __, ...situation } = example
      const beneath = { home: () => home, begin() {} }
      const { outcome } = await runStep(step, example.with, { ...situation, beneath })
      isAsExampleSays(step, example, outcome)
      const after = await allIn(home)
      if (example.filesAfter) expect(after).toEqual(example.filesAfter)
      if (example.problem !== undefined) expect(after).toEqual(before)
      if (base !== home) expect(await allIn(base)).toEqual(before)
    })
  })
}

async function layOut(home: FileHome, { files = {}, commits }: Example): Promise<void> {
  const port = createFiles(home)
  const git = createGit({ home, jobs: jobsHere, now: () => Date.UTC(2026, 0, 31, 9) })
  if (commits) await makeCommits({ git, files: port }, commits)
  for (const [path, text] of Object.entries(files)) {
    const written = await port.write(path, text)
    if (!written.ok) throw new Error(written.error.message)
  }
}

/** All files of the home, as text. */
async function allIn(home: FileHome, folder = ""): Promise<{ readonly [path: string]: string }> {
  const entries = await home.entries(folder)
  if (!entries.ok) throw new Error(entries.error.message)
  const found: { [path: string]: string } = {}
  for (const { path, kind } of entries.value) {
    if (kind === "folder") Object.assign(found, await allIn(home, path))
    else {
      const bytes = await home.read(path)
      if (bytes.ok) found[path] = new TextDecoder("latin1").decode(bytes.value)
    }
  }
  return found
}
