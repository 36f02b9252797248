import type { HttpPort } from "../../model/ports.ts"
import type { ExampleCommit } from "../../model/step.ts"
import { createFiles } from "../../ports/files/files.ts"
import { createMemoryHome } from "../../ports/files/memoryHome.ts"
import { createGit } from "../../ports/git/git.ts"
import { jobsHere } from "../../ports/jobs/runHere.ts"
import { makeCommits } from "./makeCommits.ts"

/** Pushes the commits to the repository at the address, as somebody who has a clone of it elsewhere. */
export async function pushCommits(
  { url, http }: { readonly url: string; readonly http: HttpPort },
  commits: readonly ExampleCommit[],
): Promise<void> {
  const home = createMemoryHome(() => 0)
  const git = createGit({ home, jobs: jobsHere, http, now: () => Date.UTC(2026, 0, 1) })
  await git.clone({ url })
  await makeCommits({ git, files: createFiles(home) }, commits)
  for (const branch of new Set(commits.map(({ on = "main" }) => on))) {
    const pushed = await git.push({ branch })
    if (!pushed.ok) throw new Error(pushed.error.message)
  }
}
