import Dexie from "dexie"
import { expect, test } from "vitest"
import { noTrials } from "../model/trial.ts"
import type { Trials } from "../model/trialSchema.ts"
import { createDatabase } from "./database.ts"
import { createTrials } from "./trials.ts"
import { createWorkflows } from "./workflows.ts"

test("what is tried out is heard of in every tab, goes with its workflow, and damage is nothing", async () => {
  const name = `trials-${crypto.randomUUID()}`
  const database = createDatabase(name)
  const trials = createTrials(database)
  const heard: Trials[] = []
  const end = createTrials(createDatabase(name)).watch("w", each => heard.push(each))
  const latest = (wanted: Trials) => expect.poll(() => heard.at(-1)).toEqual(wanted)
  await latest(noTrials)
  const kept = { pins: { a: { success: [1] } }, breakpoints: [{ step: "a" }] }
  await trials.write("w", kept)
  await latest(kept)
  await database.trials.put({ workflow: "w", trials: { pins: 3 } })
  await latest(noTrials)
  await trials.write("w", kept)
  await createWorkflows(database, () => 1).remove("w")
  await latest(noTrials)
  end()
  await Dexie.delete(name)
})
