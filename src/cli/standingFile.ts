import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { StandingStore } from "../engine/scheduler/scheduler.ts"
import { isMap, type Json, type JsonMap, own } from "../lib/json.ts"
import type { Standing } from "../model/trigger.ts"

/** How far triggers have come, in a file of the data folder: so that what was missed between two watches is known. */
export function createStandingFile(file: string): StandingStore & {
  /** Since when the workflow is watched: the first time that it was. */
  watchedSince(workflow: string, now: number): Promise<number>
} {
  let turn: Promise<unknown> = Promise.resolve()

  async function read(): Promise<JsonMap> {
    const text = await readFile(file, "utf8").catch(() => "{}")
    let parsed: Json = {}
    try {
      parsed = JSON.parse(text) as Json
    } catch {
      // A file that cannot be read counts as none: what was missed is then not made up for.
    }
    return isMap(parsed) ? parsed : {}
  }

  function write(key: string, value: Json): Promise<void> {
    const mine = turn.then(async () => {
      const all = { ...(await read()), [key]: value }
      await mkdir(dirname(file), { recursive: true })
      const draft = `${file}.${process.pid}.part`
      await writeFile(draft, `${JSON.stringify(all, null, 2)}\n`, { flush: true })
      await rename(draft, file)
    })
    turn = mine.catch(() => {})
    return mine
  }

  return {
    async read(workflow, trigger): Promise<Standing | undefined> {
      const kept = own(await read(), `${workflow}/${trigger}`)
      if (typeof kept === "number") return { since: kept }
      if (!isMap(kept) || typeof kept.since !== "number") return undefined
      return { since: kept.since, state: kept.state ?? null }
    },
    write: (workflow, trigger, { since, state }) =>
      write(`${workflow}/${trigger}`, state === undefined ? since : { since, state }),
    async watchedSince(workflow, now) {
      const known = own(await read(), workflow)
      if (typeof known === "number") return known
      await write(workflow, now)
      return now
    },
  }
}
