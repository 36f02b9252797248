import { createDexieHome } from "../../../src/ports/files/dexieHome.ts"
import type { FileHome } from "../../../src/ports/files/home.ts"
import { createGit } from "../../../src/ports/git/git.ts"
import { createJobs } from "../../../src/ports/jobs/jobs.ts"
import { createOverlayHome } from "../../../src/ports/overlay/overlayHome.ts"
import { createDatabase } from "../../../src/storage/database.ts"
import { createJobThreads } from "../../../src/worker/jobThreads.ts"

/** What the private workspace of a browser takes: git in milliseconds, reads through an overlay against plain ones. */
export interface FileTimes {
  /** Right after the commit, and after one file was changed. */
  readonly status: number
  readonly changed: number
  /** The same through the overlay of a sandbox run. */
  readonly inSandbox: number
  /** Reads of what lies beneath the overlay, and of what lies in it, against plain reads. */
  readonly through: number
  readonly own: number
}

const count = 1_000
const rounds = 5
const paths = Array.from({ length: count }, (_, n) => `src/d${n % 50}/f${n}.txt`)
const bytes = new TextEncoder()

async function measure(): Promise<FileTimes> {
  const now = () => Date.now()
  const database = createDatabase("bench-files")
  const home = createDexieHome(database.kept, now)
  const jobs = createJobs({ spawn: createJobThreads() })
  for (const path of paths) await home.write(path, bytes.encode(`${path}\n`.repeat(25)))
  const gitOver = (over: FileHome) => createGit({ home: over, jobs, now })
  const git = gitOver(home)
  await git.init({})
  await git.commit({ message: "All", all: true })
  const status = await timed(() => git.status({}))
  await home.write("src/d1/f1.txt", bytes.encode("other"))
  const changed = await timed(() => git.status({}))
  const inSandbox = await timed(() => gitOver(createOverlayHome(home, now)).status({}))

  const through = createOverlayHome(home, now)
  await through.remove("src/d0")
  const own = createOverlayHome(home, now)
  for (const path of paths) await own.write(path, bytes.encode(`${path}\n`.repeat(25)))
  const shared = paths.filter((_, n) => n % 50 !== 0)
  const best = { plain: Infinity, through: Infinity, own: Infinity }
  // In turns, so that whatever else the machine does meets all alike.
  for (let round = 0; round < rounds; round++) {
    best.plain = Math.min(best.plain, await readAll(home, shared))
    best.through = Math.min(best.through, await readAll(through, shared))
    best.own = Math.min(best.own, await readAll(own, shared))
  }
  jobs.close()
  database.close()
  return {
    ...{ status, changed, inSandbox },
    ...{ through: best.through / best.plain, own: best.own / best.plain },
  }
}

function readAll(home: FileHome, all: readonly string[]): Promise<number> {
  return timed(async () => {
    for (const path of all) await home.read(path)
    return { ok: true }
  })
}

async function timed(work: () => Promise<{ readonly ok: boolean }>): Promise<number> {
  const started = performance.now()
  if (!(await work()).ok) throw new Error("Expected what is measured to succeed")
  return performance.now() - started
}

Object.assign(window, { times: measure() })
