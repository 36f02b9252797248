import type { FilesPort, GitPort } from "../../model/ports.ts"
import type { ExampleCommit } from "../../model/step.ts"

/** Makes the commits in the repository of the workspace, one after the other, and goes back to `main`. */
export async function makeCommits(
  { git, files }: { readonly git: GitPort; readonly files: FilesPort },
  commits: readonly ExampleCommit[],
): Promise<void> {
  await must(git.init({}))
  const known = new Set((await must(git.log({}))).length > 0 ? ["main"] : [])
  let here = "main"
  for (const { message, on = "main", files: changes } of commits) {
    if (on !== here) await must(git.checkout({ to: on, create: !known.has(on) }))
    here = on
    known.add(on)
    for (const [path, text] of Object.entries(changes))
      await must<unknown>(text === null ? files.remove(path) : files.write(path, text))
    await must(git.commit({ message, all: true }))
  }
  if (here !== "main") await must(git.checkout({ to: "main" }))
}

async function must<T>(
  answer: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: object }>,
): Promise<T> {
  const given = await answer
  if (!given.ok) throw new Error(`Expected a repository to be made but got ${JSON.stringify(given.error)}`)
  return given.value
}
