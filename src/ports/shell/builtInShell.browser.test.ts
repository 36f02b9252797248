import { afterAll, describe } from "vitest"
import { createDatabase, type Database } from "../../storage/database.ts"
import { createJobThreads } from "../../worker/jobThreads.ts"
import { createDexieHome } from "../files/dexieHome.ts"
import { builtInConformance } from "./testing/builtInConformance.ts"

const opened: Database[] = []
afterAll(() => {
  for (const database of opened) database.close()
})

describe("the built-in shell in the page", () =>
  builtInConformance(createJobThreads(), async () => {
    const database = createDatabase(`shell-${crypto.randomUUID()}`)
    opened.push(database)
    return createDexieHome(database.kept, () => 1)
  }))
