import { ok } from "../../lib/result.ts"
import type { HttpPort } from "../../model/ports.ts"
import type { Example } from "../../model/step.ts"
import { withOpen } from "../../model/testing/withOpen.ts"
import { createFiles } from "../../ports/files/files.ts"
import type { FileHome } from "../../ports/files/home.ts"
import { createGit } from "../../ports/git/git.ts"
import { createGitRemote, type GitRemote } from "../../ports/git/testing/gitRemote.ts"
import { jobsHere } from "../../ports/jobs/runHere.ts"
import { makeCommits } from "./makeCommits.ts"
import { pushCommits } from "./pushCommits.ts"

/** Where the repository of the examples lies. */
const url = "https://git.example.com/ada/notes.git"
const now = () => Date.UTC(2026, 0, 31, 9)

/** An empty repository, and a port whose requests it answers. */
export async function servedHttp(): Promise<{ readonly http: HttpPort; readonly remote: GitRemote }> {
  const remote = await createGitRemote()
  const http = withOpen(async ({ url, body = new Uint8Array() }) => {
    const asked = typeof body === "string" ? new TextEncoder().encode(body) : body
    const answer = await remote.answer(url, asked)
    return ok({ status: 200, url, headers: { "content-type": answer.type }, body: answer.body })
  })
  return { http, remote }
}

/** Git over the home, for an effect of the key. */
export function gitOver(home: FileHome, http: HttpPort, key?: string) {
  return createGit({ home, jobs: jobsHere, http, now, key })
}

/** Lets the home and the remote stand as the example says; of what is served the home is a clone, if it should be. */
export async function layOutExample(
  home: FileHome,
  http: HttpPort,
  { files = {}, commits, served }: Example,
  isCloned: boolean,
): Promise<void> {
  const port = createFiles(home)
  const git = gitOver(home, http)
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

/** All files of the home, as text that holds their bytes. */
export async function allIn(home: FileHome, folder = ""): Promise<{ readonly [path: string]: string }> {
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
