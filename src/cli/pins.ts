import { createHash } from "node:crypto"
import { mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { openFile } from "../format/file.ts"
import type { Workflow } from "../model/workflow.ts"

/*
 * What a run started with: the text of its file and of the files that it may start, each kept once under the hash
 * of its text, and a pin that names them. The run's first event holds the hash of the pin, so that the run goes on
 * with them whatever is edited meanwhile. A run that another starts is pinned by the same texts.
 *
 *     workflows/5f2c….yaml     the text
 *     pins/91ab….json          { "workflow": "parent", "texts": { "parent": "5f2c…", "child": "77e0…" } }
 */

/** The texts that a run and all that it starts are made of, by the ids of their workflows. */
export type Texts = ReadonlyMap<string, string>

/** Where what runs started with is kept. */
export interface Pins {
  /** Keeps the texts; the hash by which a run of this workflow is pinned. */
  keep(workflow: string, texts: Texts): Promise<string>
  /** The workflow that the hash pins, with all texts that were kept with it; undefined where they are gone. */
  find(hash: string): Promise<Pinned | undefined>
}

/** What a run is pinned to. */
export interface Pinned {
  readonly workflow: Workflow
  readonly texts: Texts
}

/** Keeps pins in the data folder. */
export function createPins(folder: string): Pins {
  const known = new Map<string, Pinned>()

  return {
    async keep(workflow, texts) {
      const hashes: Record<string, string> = {}
      for (const [id, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
        hashes[id] = hashOf(text)
        await writeOnce(join(folder, "workflows"), `${hashes[id]}.yaml`, text)
      }
      const pin = JSON.stringify({ workflow, texts: hashes })
      const hash = hashOf(pin)
      await writeOnce(join(folder, "pins"), `${hash}.json`, pin)
      return hash
    },
    async find(hash) {
      const before = known.get(hash)
      if (before !== undefined || !/^[0-9a-f]{64}$/.test(hash)) return before
      const pinned = await read(hash).catch(() => undefined)
      if (pinned !== undefined) known.set(hash, pinned)
      return pinned
    },
  }

  async function read(hash: string): Promise<Pinned | undefined> {
    const pin = JSON.parse(await readFile(join(folder, "pins", `${hash}.json`), "utf8")) as {
      readonly workflow: string
      readonly texts: { readonly [id: string]: string }
    }
    const texts = new Map<string, string>()
    for (const [id, text] of Object.entries(pin.texts)) {
      texts.set(id, await readFile(join(folder, "workflows", `${text}.yaml`), "utf8"))
    }
    const text = texts.get(pin.workflow)
    return text === undefined ? undefined : { workflow: openFile(text).workflow, texts }
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

let drafts = 0

/** Writes a file whose name says what is in it, so that it is there whole or not at all. */
async function writeOnce(folder: string, name: string, text: string): Promise<void> {
  const file = join(folder, name)
  const there = await readFile(file, "utf8").catch(() => undefined)
  if (there === text) return
  await mkdir(folder, { recursive: true })
  // Two that write the same at once must not take each other's draft away.
  const draft = `${file}.${process.pid}-${drafts++}.part`
  await writeFile(draft, text, { flush: true })
  await rename(draft, file)
}
