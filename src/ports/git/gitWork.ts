import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { JobContext, JobWork } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { askedBase } from "../files/askedBase.ts"
import { createDraft } from "../files/draft.ts"
import type { FileHome, HomeChange } from "../files/home.ts"
import { cloneNotePath, cloneNoteText, parseCloneNote } from "./cloneNote.ts"
import { createGitFs } from "./gitFs.ts"
import { createGitHttp } from "./gitHttp.ts"
import type { GitInput, GitOutput } from "./gitJob.ts"
import { loadGit } from "./loadGit.ts"
import { problemOfGit } from "./problemOfGit.ts"
import { createRemotes } from "./remotes.ts"
import { createRepository } from "./repository.ts"

/** Does what git is asked for in a draft of the workspace, and gives what changed in it. */
export const work: JobWork<GitInput, GitOutput> = async (input, context) => {
  const draft = createDraft(askedBase(context), () => input.now, { whole: input.asked.op !== "clone" })
  const done = await gitOn(draft, input, context)
  if (!done.ok) return done
  const changes = await draft.changes()
  if (!changes.ok) return changes
  const made = { value: done.value, changes: changes.value }
  const [note] = made.changes.filter(({ path }) => path === cloneNotePath)
  return ok(note === undefined ? made : { ...made, begun: begunNote(note) })
}

/** What a clone says of itself while not all of it stands. */
function begunNote({ path, content }: HomeChange): HomeChange {
  const note = parseCloneNote(new TextDecoder().decode(content as Uint8Array))
  const begun = note && cloneNoteText({ ...note, done: false })
  return { path, content: new TextEncoder().encode(begun ?? "") }
}

/** Does what git is asked for in a home: what it writes is written there as it goes. */
export async function gitOn(
  home: FileHome,
  { asked, now, author, key }: GitInput,
  context: Pick<JobContext, "call" | "progress">,
): Promise<Result<Json, Problem>> {
  const git = await loadGit()
  const fs = createGitFs(home)
  const http = createGitHttp(context)
  try {
    const repository = createRepository({ git, fs, now, author })
    const remotes = createRemotes({ git, fs, http, repository, key, progress: context.progress })
    const value = await { ...repository.ops, ...remotes }[asked.op](asked.options as never)
    return ok(value as Json)
  } catch (cause) {
    return err(fs.refusal() ?? http.refusal() ?? problemOfGit(cause))
  }
}
