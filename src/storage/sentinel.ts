import { isMap } from "../lib/json.ts"
import type { Database } from "./database.ts"

/*
 * The database of a page can be cleared, or become unreadable, while the page itself stays. A sentinel outside of it
 * remembers that there was one, and what it held: each database has a name of its own, drawn when it is made, and
 * where the sentinel knows another name than the database that is there, what people made is gone. Nobody is then
 * shown an empty page, as if they had never been here.
 */

/** A text outside of the database. */
interface Outside {
  read(): string | null
  write(text: string): void
}

/** What the sentinel remembers. */
export interface Remembered {
  readonly generation: string
  readonly workflows: number
  /** When it was last told, in milliseconds since 1970. */
  readonly at: number
}

/** How the stored data stands: as it was left, or gone, or there and not to be read. */
export type HomeState =
  | { readonly is: "sound" }
  | { readonly is: "gone"; readonly before: Remembered }
  | { readonly is: "unreadable"; readonly why: string }

/** Watches from outside over a database. */
export interface Sentinel {
  /** Looks at the database. A new one is given its name where none was known before. */
  look(): Promise<HomeState>
  /** Remembers how many workflows there are now. */
  tell(workflows: number): void
  /** Begins anew with what is there: after a restore, or where a person said so. */
  accept(): Promise<void>
}

const setting = "generation"

/** Makes the sentinel of the database. */
export function createSentinel(
  database: Database,
  outside: Outside,
  { now, newId }: { readonly now: () => number; readonly newId: () => string },
): Sentinel {
  const nameOf = async () => {
    const value = (await database.settings.get(setting))?.value
    return typeof value === "string" ? value : null
  }
  const remember = (generation: string, workflows: number) =>
    outside.write(JSON.stringify({ generation, workflows, at: now() } satisfies Remembered))
  let generation: string | null = null

  async function accept() {
    const known = await nameOf()
    generation = known ?? newId()
    // A page that opens waits for this: what stands there is not written once more.
    if (known === null) await database.settings.put({ name: setting, value: generation })
    remember(generation, await database.workflows.count())
  }

  return {
    accept,
    async look() {
      const before = remembered(outside.read())
      try {
        await database.open()
        const name = await nameOf()
        if (before !== null && before.workflows > 0 && name !== before.generation) {
          // What is there although the name is not, as after a restore from elsewhere, is nothing to mourn.
          if (name !== null || (await database.workflows.count()) === 0) return { is: "gone", before }
        }
        await accept()
        return { is: "sound" }
      } catch (cause) {
        return { is: "unreadable", why: cause instanceof Error ? cause.message : String(cause) }
      }
    },
    tell(workflows) {
      if (generation !== null) remember(generation, workflows)
    },
  }
}

function remembered(text: string | null): Remembered | null {
  try {
    const kept: unknown = JSON.parse(text ?? "null")
    if (!isMap(kept)) return null
    const { generation, workflows, at } = kept
    return typeof generation === "string" && typeof workflows === "number" && typeof at === "number"
      ? { generation, workflows, at }
      : null
  } catch {
    return null
  }
}
