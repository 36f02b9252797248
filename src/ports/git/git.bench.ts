import { createMemoryHome } from "../files/memoryHome.ts"
import { createJobs } from "../jobs/jobs.ts"
import { createNodeJobThreads } from "../jobs/nodeJobThreads.ts"
import { createGit } from "./git.ts"

/** Git over a workspace in memory, in a thread: what it costs besides the disk. */
export default async function bench(
  report: (line: { name: string; value: number; unit: string; wanted?: string }) => void,
) {
  for (const count of [1_000, 5_000]) {
    const home = createMemoryHome(() => Date.now())
    const jobs = createJobs({ spawn: createNodeJobThreads(new URL("./job.js", import.meta.url)) })
    const git = createGit({ home, jobs, now: () => Date.now() })
    for (let n = 0; n < count; n++)
      await home.write(`src/d${n % 50}/f${n}.txt`, new TextEncoder().encode(`file ${n}\n`.repeat(25)))
    await git.init({})
    const timed = async (name: string, work: () => Promise<{ readonly ok: boolean }>, wanted?: string) => {
      const started = performance.now()
      if (!(await work()).ok) throw new Error(`Expected ${name} to succeed`)
      const value = (performance.now() - started) / 1_000
      report({
        name: `git ${name}, ${count.toLocaleString("en")} files`,
        value,
        unit: "s",
        ...(wanted ? { wanted } : {}),
      })
    }
    await timed("commit", () => git.commit({ message: "All", all: true }))
    await home.write("src/d1/f1.txt", new TextEncoder().encode("other"))
    await timed("status", () => git.status({}), count === 1_000 ? "< 2" : undefined)
    await timed("diff", () => git.diff({}))
    jobs.close()
  }
}
