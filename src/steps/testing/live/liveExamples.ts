import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { outputsOf } from "../../../model/catalogueOf.ts"
import { effectBy } from "../../../model/effects.ts"
import type { AnyStep, Example } from "../../../model/step.ts"
import { steps } from "../../registry.ts"
import { type Came, type LivePlace, type Outside, openLivePlace } from "./livePlace.ts"
import { type LiveWorld, openLiveWorld } from "./liveWorld.ts"
import { type Part, partOf } from "./partOf.ts"

/** Runs every example of every kind of the part live, replays what was recorded of it, and tries it in a sandbox. */
export function liveExamples(part: Part): void {
  let world: LiveWorld
  beforeAll(async () => {
    world = await openLiveWorld(`examples-${part}`)
  })
  afterAll(() => world.close())

  const mine = steps.filter(({ group }) => partOf[group] === part)
  describe.each(mine.map(step => [step.kind, step] as const))("%s", (_kind, step) => {
    test.each(step.examples.map(example => [example.title, example] as const))(
      "%s",
      async (_title, written) => {
        const did = await inPlace(world, step, written, async place => {
          const before = await place.outside()
          const live = await place.run("live")
          isAsItSays(step, place.example, live)
          const after = await place.outside()
          expect(after).toMatchObject(afterwards(place.example))
          expect(await place.run("replay"), "the replay").toEqual(live)
          expect(await place.outside(), "what the replay touched").toEqual(after)
          return changes(step, place.example, before, after)
        })
        await inPlace(world, step, written, async place => {
          const { example } = place
          const before = await place.outside()
          isSensible(step, example, await place.run("sandbox"))
          const between = await place.outside()
          expect(changes(step, example, before, between)).toEqual(changes(step, example, before, before))
          // What a model really says is another thing than what was approved: it is shown first.
          if (example.answers?.ai || example.answers?.steps) return
          isAsItSays(step, example, await place.run("apply"))
          expect(changes(step, example, between, await place.outside()), "what was applied").toEqual(did)
        })
      },
    )
  })
}

/** What the example says of the outside after it. */
function afterwards({ filesAfter, tablesAfter }: Example) {
  return { ...(filesAfter ? { files: filesAfter } : {}), ...(tablesAfter ? { tables: tablesAfter } : {}) }
}

/** What stands outside now and was sent there since, without what is another each time: names by key, git's lists. */
function changes(step: AnyStep, example: Example, before: Outside, after: Outside) {
  const files = Object.entries(after.files)
    .filter(([path]) => !/\.git\/(?:index|config|MERGE_MSG|rivulet-clone)$/.test(path))
    .map(([path, text]) => [path.replace(/-[0-9a-f]{10}\./, "-…."), text])
  const sent = after.requests.slice(before.requests.length)
  return { ...after, files, requests: sent.filter(request => !isRead(step, example, request)) }
}

async function inPlace<T>(
  world: LiveWorld,
  step: AnyStep,
  example: Example,
  work: (place: LivePlace) => Promise<T>,
): Promise<T> {
  const place = await openLivePlace(world, step, example)
  try {
    return await work(place)
  } finally {
    await place.close()
  }
}

function isAsItSays(step: AnyStep, example: Example, came: Came): void {
  if (example.waits !== undefined) expect(came.waited).toContain(example.waits)
  else expect(came.waited).toEqual([])
  expect(came.problem).toBe(example.problem)
  if (example.problem !== undefined) {
    expect(came.wentOn, "the run goes on").toBe(true)
    return
  }
  expect(came.status).toBe("completed")
  // Chance is another in each run.
  if (step.effect !== "pure" || !step.needs.includes("random"))
    expect(came.outlets).toMatchObject(example.outlets ?? {})
  isTyped(step, came)
}

/** What came through each outlet is what the kind says of it. */
function isTyped(step: AnyStep, { outlets }: Came): void {
  const outputs = outputsOf(step)
  for (const [outlet, value] of Object.entries(outlets)) {
    if (outlet === "failure") continue
    const schema = outputs[outlet] ?? outputs[step.outlets[0] ?? ""]
    expect(schema?.safeParse(value).error?.message, outlet).toBeUndefined()
  }
}

/** Nothing that went wrong because it is a sandbox, and all that came is as the kind says. */
function isSensible(step: AnyStep, example: Example, came: Came): void {
  expect([example.problem, undefined]).toContain(came.problem)
  expect(came.status).toMatch(/^(completed|failed)$/)
  isTyped(step, came)
}

/** Whether the request changes nothing at the other end. */
function isRead(step: AnyStep, { with: parameters }: Example, request: string): boolean {
  return (
    /^GET |\/git-upload-pack$/.test(request) || effectBy(step.effect, step.input.parse(parameters)) === "read"
  )
}
