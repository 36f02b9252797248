import { ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { FileHome, HomeChange } from "./home.ts"

/** So many files are written side by side. */
const sideBySide = 16

/** What stands in a home while changes are made in it one by one, by which they are known if that is cut. */
export interface Sign {
  /** How many of the waves come before it. */
  readonly after: number
  /** What it is made of, in waves. */
  readonly put: () => Promise<Result<readonly (readonly HomeChange[])[], Problem>>
  /** What is done with it at the end; left out where the last of the changes puts something else in its place. */
  readonly end?: HomeChange
  /** What is taken away once all stands: it is large, and nobody keeps it to take that back. */
  readonly besides?: string
}

/**
 * Makes the changes in the home, in waves: all of a wave stand before the next begins. Where the home cannot make
 * them all at once and one fails, those that were made are taken back, so that nothing half-written is left.
 */
export async function applyChanges(
  home: FileHome,
  waves: readonly (readonly HomeChange[])[],
  sign?: Sign,
): Promise<Result<void, Problem>> {
  const whole = await home.change?.(waves.flat())
  if (whole !== undefined) return whole
  const put = await sign?.put()
  if (put && !put.ok) return put
  const signed =
    sign === undefined || put === undefined
      ? waves
      : [
          ...waves.slice(0, sign.after),
          ...put.value,
          ...waves.slice(sign.after),
          ...(sign.end === undefined ? [] : [[sign.end]]),
        ]
  const undo: HomeChange[] = []
  for (const wave of signed) {
    for (let from = 0; from < wave.length; ) {
      const portion = nextPortion(wave, from)
      from += portion.length
      const made = await Promise.all(portion.map(change => makeChange(home, change, undo)))
      const failure = made.find(result => !result.ok)
      if (failure === undefined) continue
      for (const change of undo.reverse()) await makeChange(home, change, [])
      return failure
    }
  }
  return sign?.besides === undefined ? ok(undefined) : home.remove(sign.besides)
}

/** The next changes that do not depend on one another: files side by side, removals and folders one by one. */
function nextPortion(wave: readonly HomeChange[], from: number): readonly HomeChange[] {
  const end = wave.findIndex(({ content }, at) => at >= from && !(content instanceof Uint8Array))
  if (end === from) return wave.slice(from, from + 1)
  return wave.slice(from, Math.min(from + sideBySide, end < 0 ? wave.length : end))
}

async function makeChange(
  home: FileHome,
  { path, content }: HomeChange,
  undo: HomeChange[],
): Promise<Result<void, Problem>> {
  const before = await standingAt(home, path)
  if (!before.ok) return before
  const made =
    content === null
      ? await home.remove(path)
      : content === "folder"
        ? await home.makeFolder(path)
        : await home.write(path, content)
  // Pushed in the order in which they are to be taken back: what was in a folder after the folder.
  if (made.ok) undo.push(...before.value.reverse())
  return made
}

/** What would bring back what stands at the path now. */
async function standingAt(home: FileHome, path: string): Promise<Result<HomeChange[], Problem>> {
  const info = await home.info(path)
  if (!info.ok) return info
  if (info.value === null) return ok([{ path, content: null }])
  if (info.value.kind === "file") {
    const bytes = await home.read(path)
    return bytes.ok ? ok([{ path, content: bytes.value }]) : bytes
  }
  const found: HomeChange[] = [{ path, content: "folder" }]
  const inside = await home.entries(path)
  if (!inside.ok) return inside
  for (const each of inside.value) {
    const below = await standingAt(home, each.path)
    if (!below.ok) return below
    found.push(...below.value)
  }
  return ok(found)
}
