import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import type { StandingStore } from "../engine/scheduler/scheduler.ts"
import type { Standing } from "../engine/scheduler/ticks.ts"
import { isMap, type Json, own } from "../lib/json.ts"

/** How far triggers have come, in a file of the data folder: so that what was missed between two watches is known. */
export function createStandingFile(file: string): StandingStore & {
  /** Since when the workflow is watched: the first time that it was. */
  watchedSince(workflow: string, now: number): Promise<number>
} {
  let turn: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Record<string, number>> {
    const text = await readFile(file, "utf8").catch(() => "{}")
    let parsed: Json = {}
    try {
      parsed = JSON.parse(text) as Json
    } catch {
      // A file that cannot be read counts as none: what was missed is then not made up for.
    }
    const entries = Object.entries(isMap(parsed) ? parsed : {})
    return Object.fromEntries(
      entries.filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    )
  }

  function write(key: string, value: number): Promise<void> {
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
      const since = own(await read(), `${workflow}/${trigger}`)
      return since === undefined ? undefined : { since }
    },
    write: (workflow, trigger, { since }) => write(`${workflow}/${trigger}`, since),
    async watchedSince(workflow, now) {
      const known = own(await read(), workflow)
      if (known === undefined) await write(workflow, now)
      return known ?? now
    },
  }
}
