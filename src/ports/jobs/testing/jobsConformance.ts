import { afterEach, expect, test } from "vitest"
import { createJobs, type Jobs } from "../jobs.ts"
import type { JobThread } from "../protocol.ts"
import { doubleJob, endlessJob, talkingJob, throwingJob } from "./testJobs.ts"

/** What jobs must do, whatever their threads are. */
export function jobsConformance(spawn: () => JobThread): void {
  let spawned = 0
  const opened: Jobs[] = []
  const open = (most = 2) => {
    spawned = 0
    const jobs = createJobs({ most, spawn: () => [spawn(), spawned++][0] as JobThread })
    opened.push(jobs)
    return jobs
  }
  afterEach(() => {
    for (const jobs of opened.splice(0)) jobs.close()
  })

  test("jobs are done in threads that are used again, and small ones without", async () => {
    const jobs = open()
    expect(await jobs.run(doubleJob, { n: 4, small: true })).toEqual({ ok: true, value: 8 })
    expect(spawned).toBe(0)
    const all = [1, 2, 3, 4, 5].map(n => jobs.run(doubleJob, { n }))
    expect((await Promise.all(all)).map(done => done.ok && done.value)).toEqual([2, 4, 6, 8, 10])
    expect(await jobs.run(doubleJob, { n: 6 })).toEqual({ ok: true, value: 12 })
    expect(spawned).toBe(2)
  })

  test("a job that never looks up is ended within 100 ms, and what waited goes on", async () => {
    const jobs = open(1)
    const [stopper, late] = [new AbortController(), new AbortController()]
    expect(await jobs.run(doubleJob, { n: 1 })).toMatchObject({ ok: true })
    const endless = jobs.run(endlessJob, null, { signal: stopper.signal })
    const waiting = jobs.run(doubleJob, { n: 5 })
    const neverRan = jobs.run(doubleJob, { n: 6 }, { signal: late.signal })
    late.abort()
    expect(await neverRan).toMatchObject({ error: { code: "job_stopped" } })
    await new Promise(go => setTimeout(go, 50))
    const told = performance.now()
    stopper.abort()
    expect(await endless).toMatchObject({ error: { code: "job_stopped" } })
    expect(performance.now() - told).toBeLessThan(100)
    expect(await waiting).toEqual({ ok: true, value: 10 })
    expect(await jobs.run(doubleJob, { n: 1 }, { signal: stopper.signal })).toMatchObject({ ok: false })
  })

  test("this thread goes on while jobs do not", async () => {
    const jobs = open()
    const stopper = new AbortController()
    const endless = [1, 2].map(() => jobs.run(endlessJob, null, { signal: stopper.signal }))
    let beats = 0
    const heart = setInterval(() => beats++, 10)
    await new Promise(go => setTimeout(go, 300))
    clearInterval(heart)
    stopper.abort()
    await Promise.all(endless)
    expect(beats).toBeGreaterThan(5)
  })

  test("what breaks is a problem, and the next job gets a thread that works", async () => {
    const jobs = open()
    const broke = await jobs.run(throwingJob, null)
    expect(broke).toMatchObject({
      error: { code: "job_crashed", message: expect.stringMatching(/out of cheese/) },
    })
    const uncloneable = { n: 1, why: () => {} }
    expect(await jobs.run(doubleJob, uncloneable)).toMatchObject({ error: { code: "job_crashed" } })
    expect(await jobs.run(doubleJob, { n: 2 })).toEqual({ ok: true, value: 4 })
  })

  test("progress, parts and questions come through in order", async () => {
    const jobs = open()
    const heard: unknown[] = []
    const done = await jobs.run(
      talkingJob,
      { rounds: 3 },
      {
        progress: (share, say) => heard.push([share, say]),
        part: value => heard.push(value),
        answer: async (what, [round]) => {
          if (round === 1) throw new Error("not that one")
          return `${what} ${round}`
        },
      },
    )
    expect(done).toEqual({ ok: true, value: ["ask 0", "not that one", "ask 2"] })
    expect(heard).toEqual([[0], [1], [2], [1, "done"]])
  })

  test("closing ends what is under way", async () => {
    const jobs = open(1)
    const all = [jobs.run(endlessJob, null), jobs.run(doubleJob, { n: 1 })]
    jobs.close()
    for (const one of all) expect(await one).toMatchObject({ error: { code: "job_stopped" } })
  })
}
