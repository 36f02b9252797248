import { describe, expect, test } from "vitest"
import { ok } from "../../lib/result.ts"
import type { HttpPort } from "../../model/ports.ts"
import type { Example } from "../../model/step.ts"
import { withOpen } from "../../model/testing/withOpen.ts"
import { createFiles } from "../../ports/files/files.ts"
import type { FileHome } from "../../ports/files/home.ts"
import { createGit } from "../../ports/git/git.ts"
import { createGitRemote } from "../../ports/git/testing/gitRemote.ts"
import { jobsHere } from "../../ports/jobs/runHere.ts"
import { steps } from "../registry.ts"
import { isAsExampleSays } from "./isAsExampleSays.ts"
import { makeCommits } from "./makeCommits.ts"
import { pushCommits } from "./pushCommits.ts"
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
/** Where the repository of the examples lies. */
const url = "https://git.example.com/ada/notes.git"
const now = () => Date.UTC(2026, 0, 31, 9)

/** Runs every example that works on files over homes of one sort: each does in them what it says. */
export function examplesOver(open: () => Promise<ExampleHome>): void {
  describe.each(onFiles.map(each => [each.step.kind, each] as const))("%s", (_kind, { step, examples }) => {
    test.each(examples.map(example => [example.title, example] as const))("%s", async (_title, example) => {
      const { home, base = home } = await open()
      const http = await servedHttp()
      await layOut(base, http, example, step.kind !== "git.clone")
      const before = await allIn(base)
      const { files: _, commits: __, answers: { git: ___, ...answers } = {}, ...situation } = example
      const beneath = { home: () => home, begin() {} }
      const ports = { git: createGit({ home, jobs: jobsHere, http, now }) }
      const { outcome } = await runStep(step, example.with, { ...situation, answers, beneath, ports })
      isAsExampleSays(step, example, outcome)
      const after = await allIn(home)
      if (example.filesAfter) expect(after).toEqual(example.filesAfter)
      if (example.problem !== undefined) expect(after).toEqual(before)
      if (base !== home) expect(await allIn(base)).toEqual(before)
    })
  })
}

/** Requests that an empty repository answers. */
async function servedHttp(): Promise<HttpPort> {
  const remote = await createGitRemote()
  return withOpen(async ({ url, body = new Uint8Array() }) => {
    const asked = typeof body === "string" ? new TextEncoder().encode(body) : body
    const answer = await remote.answer(url, asked)
    return ok({ status: 200, url, headers: { "content-type": answer.type }, body: answer.body })
  })
}

async function layOut(
  home: FileHome,
  http: HttpPort,
  { files = {}, commits, served }: Example,
  isCloned: boolean,
): Promise<void> {
  const port = createFiles(home)
  const git = createGit({ home, jobs: jobsHere, http, now })
  if (served) {
    await pushCommits(
      { url, http },
      served.filter(({ since }) => !since),
    )
    if (isCloned) {
      const cloned = await git.clone({ url })
      if (!cloned.ok) throw new Error(cloned.error.message)
    }
    await pushCommits(
      { url, http },
      served.filter(({ since }) => since),
    )
  }
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
