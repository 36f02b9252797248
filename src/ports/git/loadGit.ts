import { createMemoryHome } from "../files/memoryHome.ts"
import { createGitFs, root } from "./gitFs.ts"
import type { Library } from "./repository.ts"

let loaded: Promise<Library> | undefined

/** The git library, made ready for this thread. */
export function loadGit(): Promise<Library> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Library> {
  if (!("Buffer" in globalThis)) {
    const { Buffer } = await import("buffer")
    Object.assign(globalThis, { Buffer })
  }
  const git = await import("isomorphic-git")
  await compressInPlace(git)
  return git
}

/**
 * The library looks once whether there are streams that compress. For the many small objects of a repository those
 * take several times as long as its own code, so it is shown none while it looks.
 */
async function compressInPlace(git: Library): Promise<void> {
  const streams = Object.getOwnPropertyDescriptor(globalThis, "CompressionStream")
  if (streams === undefined) return
  Reflect.deleteProperty(globalThis, "CompressionStream")
  try {
    const nowhere = createGitFs(createMemoryHome(() => 0))
    await git.writeBlob({ fs: nowhere, dir: root, blob: new Uint8Array() })
  } finally {
    Object.defineProperty(globalThis, "CompressionStream", streams)
  }
}
