import { err, ok, type Result } from "../../lib/result.ts"
import { streamOf } from "../../model/byteStream.ts"
import { fileProblem } from "../../model/fileProblems.ts"
import type { Answer, FileInfo } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { gather } from "../files/byteStreams.ts"
import type { FileHome } from "../files/home.ts"
import { folderOf, isTwin } from "../files/paths.ts"
import { twinBeside } from "../files/twins.ts"
import { createLayer, type LayerEntry, layerInfo } from "./overlayLayer.ts"
import { sha256Of } from "./sha256.ts"

/*
 * A workspace on which a sandbox run may do as it likes: it reads what stands in the base, and whatever it writes or
 * removes stays in a layer above. What a run would have changed is then shown, and what was ticked is put into the
 * base, unless the base has changed there since the run touched it.
 *
 *     const overlay = createOverlayHome(createNodeHome(folder), clock.now)
 *     …                                     // a sandbox run
 *     await overlay.changes()               // [{ path: "out/report.md", before: null, after: Uint8Array }]
 *     await overlay.apply()                 // the same, for real
 */

/** What a sandbox run would have changed at a path. */
export interface FileChange {
  readonly path: string
  /** What stood there when the run first touched it: the SHA-256 of a file, `folder`, or null for nothing. */
  readonly before: string | null
  /** The new bytes, a folder, or null where it was removed. */
  readonly after: Uint8Array | "folder" | null
}

/**
 * What stands between an overlay and its base: what those that worked there before it came to. It stays as it is while
 * the overlay is used.
 */
export interface Beneath {
  /** What was made of the path, where something was. */
  at(path: string): FileChange | undefined
  /** What was made of the paths directly in the folder. */
  inside(folder: string): Iterable<FileChange>
  /** Those of them whose names differ from that of the path by capitals alone. */
  twins(path: string): Iterable<FileChange>
  /** Whether the base is not to be seen at the path. */
  hides(path: string): boolean
}

const nothingBeneath: Beneath = {
  at: () => undefined,
  inside: () => [],
  twins: () => [],
  hides: () => false,
}

/** A workspace over another that is left as it is until changes are applied. */
export interface OverlayHome extends FileHome {
  /** What stands at every path that it touched itself, changed or not, in order of path. */
  touched(): readonly FileChange[]
  /** Whether it has touched the path itself. */
  hasTouched(path: string): boolean
  /** What would change where it touched something itself, in order of path. */
  changes(): Promise<readonly FileChange[]>
  /** The paths that have changed underneath since the run touched them. */
  conflicts(): Answer<readonly string[]>
  /** Makes the changes in the base, or those of the paths alone; all are refused where one has changed underneath. */
  apply(paths?: readonly string[]): Answer<void>
}

/** The most entries of a folder that can be removed at once. */
const mostRemoved = 200_000

/** Makes an overlay; what is beneath it is seen in it as if it had made it itself. */
export function createOverlayHome(
  base: FileHome,
  now: () => number,
  beneath: Beneath = nothingBeneath,
): OverlayHome {
  const layer = createLayer()
  const began = now()
  /** What stood in the base where the run has touched it. */
  const befores = new Map<string, string | null>()

  function entryAt(path: string): LayerEntry | undefined {
    const own = layer.get(path)
    if (own !== undefined || layer.hides(path)) return own
    const past = beneath.at(path)
    return past && entryOf(past)
  }
  function entryOf({ after }: FileChange): LayerEntry | undefined {
    return after === null ? undefined : { bytes: after === "folder" ? null : after, changed: began }
  }
  function hides(path: string): boolean {
    return layer.hides(path) || beneath.hides(path)
  }

  // What the base answers is handed on as it is: waiting for it here as well would cost more than the layer does.
  function infoOf(path: string): Promise<Result<FileInfo | null, Problem>> {
    const entry = entryAt(path)
    if (entry === undefined && !hides(path)) return base.info(path)
    return Promise.resolve(ok(entry ? layerInfo(path, entry) : null))
  }

  /** The bytes that the layer has of a path at which the base is not seen. */
  function bytesOf(path: string, entry: LayerEntry | undefined): Result<Uint8Array, Problem> {
    if (entry === undefined) return err(fileProblem("file_missing", { path }))
    return entry.bytes ? ok(entry.bytes) : err(fileProblem("file_is_folder", { path }))
  }

  async function stateInBase(path: string): Promise<Result<string | null, Problem>> {
    const info = await base.info(path)
    if (!info.ok) return info
    if (info.value === null) return ok(null)
    if (info.value.kind === "folder") return ok("folder")
    const bytes = await base.read(path)
    return bytes.ok ? ok(await sha256Of(bytes.value)) : bytes
  }

  async function touch(path: string): Promise<Result<void, Problem>> {
    if (befores.has(path)) return ok(undefined)
    const past = beneath.at(path)
    const state = past === undefined ? await stateInBase(path) : ok(past.before)
    if (!state.ok) return state
    if (!befores.has(path)) befores.set(path, state.value)
    return ok(undefined)
  }

  /** Makes the folder and those around it. */
  async function makeFolders(folder: string): Promise<Result<void, Problem>> {
    const missing: string[] = []
    for (let path = folder; path !== ""; path = folderOf(path)) {
      const info = await infoOf(path)
      if (!info.ok) return info
      if (info.value?.kind === "file") return err(fileProblem("file_not_folder", { path: folder }))
      if (info.value) break
      missing.push(path)
    }
    for (const path of missing.reverse()) {
      const touched = await touch(path)
      if (!touched.ok) return touched
      layer.put(path, { bytes: null, changed: now() })
    }
    return ok(undefined)
  }

  /** What was put directly into the folder, by this overlay or beneath it. */
  function insideOf(folder: string): ReadonlyMap<string, LayerEntry> {
    const own = layer.inside(folder)
    const found = new Map<string, LayerEntry>()
    for (const past of beneath.inside(folder)) {
      const entry = layer.hides(past.path) ? undefined : entryOf(past)
      if (entry !== undefined) found.set(past.path, entry)
    }
    if (found.size === 0) return own
    for (const [path, entry] of own) found.set(path, entry)
    return found
  }

  async function entriesOf(folder: string): Promise<Result<readonly FileInfo[], Problem>> {
    const entry = folder === "" ? undefined : entryAt(folder)
    if (entry?.bytes) return err(fileProblem("file_not_folder", { path: folder }))
    const inLayer = insideOf(folder)
    const seen = folder === "" || !hides(folder)
    const below = seen ? await base.entries(folder) : ok([])
    const isOnlyHere = !below.ok && below.error.code === "file_missing" && entry !== undefined
    if (!below.ok && !isOnlyHere) return below
    const kept = below.ok ? below.value.filter(({ path }) => !inLayer.has(path) && !hides(path)) : []
    return inLayer.size === 0
      ? ok(kept)
      : ok([...kept, ...Array.from(inLayer, ([path, one]) => layerInfo(path, one))])
  }

  /** The twin of the path, for which nobody looks through all that was made beneath. */
  async function twinOf(path: string): Promise<Result<string | null, Problem>> {
    const folder = folderOf(path)
    for (const own of layer.inside(folder).keys()) if (isTwin(own, path)) return ok(own)
    for (const past of beneath.twins(path)) if (entryAt(past.path) !== undefined) return ok(past.path)
    if (folder !== "" && hides(folder)) return ok(null)
    const below = await twinBeside(base, path)
    return below.ok && below.value !== null && hides(below.value) ? ok(null) : below
  }

  /** Touches what is about to be removed: the path, and all in it that can be seen. */
  async function touchAll(top: FileInfo): Promise<Result<void, Problem>> {
    const waiting = [top]
    for (let at = 0; at < waiting.length; at++) {
      const info = waiting[at] ?? top
      if (at >= mostRemoved) return err(fileProblem("file_too_many", { most: mostRemoved }))
      const touched = await touch(info.path)
      if (!touched.ok) return touched
      if (info.kind === "file") continue
      const inside = await entriesOf(info.path)
      if (!inside.ok) return inside
      waiting.push(...inside.value)
    }
    return ok(undefined)
  }

  function touched(): FileChange[] {
    const found: FileChange[] = []
    for (const [path, before] of befores) {
      const entry = entryAt(path)
      if (entry === undefined && !hides(path) && before !== null) continue
      found.push({ path, before, after: entry === undefined ? null : (entry.bytes ?? "folder") })
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  async function changes(): Promise<FileChange[]> {
    const found: FileChange[] = []
    for (const change of touched()) {
      const { before, after } = change
      const state = after instanceof Uint8Array ? await sha256Of(after) : after
      if (state !== before) found.push(change)
    }
    return found
  }

  async function conflictsOf(some: readonly FileChange[]): Promise<Result<string[], Problem>> {
    const paths: string[] = []
    for (const { path, before } of some) {
      const state = await stateInBase(path)
      if (!state.ok) return state
      if (state.value !== before) paths.push(path)
    }
    return ok(paths)
  }

  async function write(path: string, bytes: Uint8Array): Promise<Result<void, Problem>> {
    const info = await infoOf(path)
    if (!info.ok) return info
    if (info.value?.kind === "folder") return err(fileProblem("file_is_folder", { path }))
    const made = await makeFolders(folderOf(path))
    if (!made.ok) return made
    const touched = await touch(path)
    if (touched.ok) layer.put(path, { bytes: bytes.slice(), changed: now() })
    return touched
  }

  return {
    read(path) {
      const entry = entryAt(path)
      if (entry === undefined && !hides(path)) return base.read(path)
      const bytes = bytesOf(path, entry)
      return Promise.resolve(bytes.ok ? ok(bytes.value.slice()) : bytes)
    },
    readStream(path) {
      const entry = entryAt(path)
      if (entry === undefined && !hides(path)) return base.readStream(path)
      const bytes = bytesOf(path, entry)
      return Promise.resolve(bytes.ok ? ok(streamOf(bytes.value)) : bytes)
    },
    write,
    async writeStream(path, bytes) {
      const whole = await gather(path, bytes)
      return whole.ok ? write(path, whole.value) : whole
    },
    async remove(path) {
      const info = await infoOf(path)
      if (!info.ok) return info
      if (info.value === null) return ok(undefined)
      const touched = await touchAll(info.value)
      if (!touched.ok) return touched
      const isBelow = befores.get(path) !== null || beneath.at(path) !== undefined
      layer.drop(path, isBelow && !layer.hides(folderOf(path)))
      return ok(undefined)
    },
    makeFolder: makeFolders,
    info: infoOf,
    entries: entriesOf,
    twin: twinOf,
    touched,
    hasTouched: path => befores.has(path),
    changes,
    conflicts: async () => conflictsOf(await changes()),
    async apply(paths) {
      const all = await changes()
      const ticked = paths === undefined ? all : all.filter(({ path }) => paths.includes(path))
      const conflicts = await conflictsOf(ticked)
      if (!conflicts.ok) return conflicts
      const [first] = conflicts.value
      if (first !== undefined) {
        return err({ ...fileProblem("file_changed", { path: first }), data: { paths: conflicts.value } })
      }
      for (const change of inOrder(ticked, [...befores.keys()])) {
        const made = await makeChange(base, change)
        if (!made.ok) return made
        const { path, after } = change
        befores.set(path, after instanceof Uint8Array ? await sha256Of(after) : after)
      }
      return ok(undefined)
    },
  }
}

/**
 * What is removed goes first and from the inside out, since something else may be put in its place; then the rest in
 * the order in which the run touched it, so that what a crash leaves half applied is what it would leave half done.
 */
function inOrder(changes: readonly FileChange[], touched: readonly string[]): FileChange[] {
  const order = new Map(touched.map((path, at) => [path, at]))
  const orderOf = ({ path }: FileChange): number => order.get(path) ?? 0
  const removed = changes.filter(({ after }) => after === null)
  const made = changes.filter(({ after }) => after !== null)
  return [...removed.reverse(), ...made.sort((a, b) => orderOf(a) - orderOf(b))]
}

async function makeChange(
  base: FileHome,
  { path, before, after }: FileChange,
): Promise<Result<void, Problem>> {
  const isOtherKind = before !== null && (before === "folder") !== (after === "folder")
  if (after === null) return removeIfEmpty(base, path)
  if (isOtherKind) {
    const removed = await removeIfEmpty(base, path)
    if (!removed.ok) return removed
  }
  return after === "folder" ? base.makeFolder(path) : base.write(path, after)
}

/** Removes a file, or a folder in which nothing is left: what came into it meanwhile was never approved. */
async function removeIfEmpty(base: FileHome, path: string): Promise<Result<void, Problem>> {
  const info = await base.info(path)
  if (!info.ok) return info
  if (info.value?.kind === "folder") {
    const inside = await base.entries(path)
    if (!inside.ok) return inside
    if (inside.value.length > 0) return err(fileProblem("file_changed", { path }))
  }
  return base.remove(path)
}
