import { expect, test } from "vitest"
import { createRunQueue, type Entrant } from "./runQueue.ts"

function door() {
  const queue = createRunQueue()
  const said: string[] = []
  const come = (run: string, more: Partial<Entrant> = {}): void => {
    const place = queue.enter({ run, workflow: "w", key: "", max: 1, overflow: "queue", ...more }, () =>
      said.push(`cancel ${run}`),
    )
    if (place === "skipped") said.push(`skip ${run}`)
    else void place.then(() => said.push(`begin ${run}`))
  }
  const saidSoFar = async () => {
    await new Promise(go => setTimeout(go, 0))
    return said.splice(0)
  }
  return { queue, come, saidSoFar }
}

test("runs beyond the limit wait in line, and begin in order as others end", async () => {
  const { queue, come, saidSoFar } = door()
  for (const run of ["a", "b", "c", "d"]) come(run, { max: 2 })
  expect(await saidSoFar()).toEqual(["begin a", "begin b"])
  expect(queue.waiting()).toEqual(["c", "d"])
  queue.leave("b")
  expect(await saidSoFar()).toEqual(["begin c"])
  queue.leave("d")
  queue.leave("a")
  queue.leave("c")
  expect(await saidSoFar()).toEqual([])
  come("e", { max: 2 })
  expect(await saidSoFar()).toEqual(["begin e"])
})

test("with skip, a run that finds no room does not happen", async () => {
  const { queue, come, saidSoFar } = door()
  come("a")
  come("b", { overflow: "skip" })
  queue.leave("a")
  come("c", { overflow: "skip" })
  expect(await saidSoFar()).toEqual(["skip b", "begin a", "begin c"])
})

test("with cancel_oldest, the oldest is cancelled and the new run begins when that has ended", async () => {
  const { queue, come, saidSoFar } = door()
  come("a", { max: 2 })
  come("b", { max: 2 })
  come("c", { max: 2, overflow: "cancel_oldest" })
  expect(await saidSoFar()).toEqual(["cancel a", "begin a", "begin b"])
  come("d", { max: 2, overflow: "cancel_oldest" })
  queue.leave("a")
  queue.leave("b")
  expect(await saidSoFar()).toEqual(["cancel b", "begin c", "begin d"])
})

test("workflows and keys do not limit one another", async () => {
  const { come, saidSoFar } = door()
  come("a", { key: "x" })
  come("b", { key: "y" })
  come("c", { workflow: "v" })
  come("d", { key: "x" })
  expect(await saidSoFar()).toEqual(["begin a", "begin b", "begin c"])
})

test("a run started from within a run of the same workflow does not wait for it", async () => {
  const { queue, come, saidSoFar } = door()
  come("a")
  come("child", { ancestors: ["other", "a"] })
  come("b")
  expect(await saidSoFar()).toEqual(["begin a", "begin child"])
  queue.leave("a")
  expect(await saidSoFar()).toEqual(["begin b"])
})
