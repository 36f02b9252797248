import type { FileState, RecordedChange } from "../../model/recording.ts"
import type { FileHome } from "../files/home.ts"
import type { FileChange, OverlayHome } from "../overlay/overlayHome.ts"
import { sha256Of } from "../overlay/sha256.ts"
import { bytesToJson, fromPortJson } from "../recording/portJson.ts"

/** What stands at a path, without its content: the SHA-256 of a file, `folder`, or null. */
export function hashIn(state: FileState): string | null {
  return typeof state === "object" ? (state?.hash ?? null) : state
}

/** A file's bytes, or a folder, as a run keeps it. */
export async function toFileState(after: FileChange["after"]): Promise<FileState> {
  if (!(after instanceof Uint8Array)) return after
  return { hash: await sha256Of(after), size: after.length, content: bytesToJson(after) }
}

/** What was made of a change: many attempts begin with it. */
const seeds = new WeakMap<RecordedChange, FileChange>()

/** The change as an overlay has it beneath it. */
export function seedOf(change: RecordedChange): FileChange {
  const known = seeds.get(change)
  if (known !== undefined) return known
  const { path, before, after } = change
  const seed: FileChange = {
    path,
    before: hashIn(before),
    after: after === null || after === "folder" ? after : bytesIn(after.content),
  }
  seeds.set(change, seed)
  return seed
}

function bytesIn(content: NonNullable<Exclude<FileState, string>>["content"]): Uint8Array {
  const bytes = fromPortJson(content)
  return bytes instanceof Uint8Array ? bytes : new Uint8Array()
}

/** Larger files are told apart by their hashes alone: nobody reads what differs in them. */
const largestShown = 512 * 1024

/** What the overlay has come to differ in from the changes that it began with. */
export async function changesSince(
  overlay: OverlayHome,
  base: FileHome,
  known: ReadonlyMap<string, RecordedChange>,
): Promise<RecordedChange[]> {
  const found: RecordedChange[] = []
  for (const { path, before, after } of overlay.touched()) {
    const past = known.get(path)
    // The very bytes that it began with need no hash to be told from others.
    if (past !== undefined && seedOf(past).after === after) continue
    const state = await toFileState(after)
    const was = past === undefined ? before : hashIn(past.after)
    if (hashIn(state) === was) continue
    found.push({ path, before: past?.before ?? (await stateBefore(base, path, before)), after: state })
  }
  return found
}

async function stateBefore(base: FileHome, path: string, hash: string | null): Promise<FileState> {
  if (hash === null || hash === "folder") return hash
  const bytes = await base.read(path)
  const size = bytes.ok ? bytes.value.length : 0
  const isShown = bytes.ok && size <= largestShown
  return { hash, size, ...(isShown ? { content: bytesToJson(bytes.value) } : {}) }
}
