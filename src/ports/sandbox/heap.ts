import { must } from "../../lib/assert.ts"

/*
 * Making an engine ready for guests costs ten times what starting it does: the kernel is compiled, and everything
 * that a guest can reach is walked and frozen. So that is done once, when the product is built, and every instance
 * begins with what the memory held then. In that memory addresses of the engine's binary stand, so the two belong
 * together: a heap names the binary that it was made with, and is used with no other.
 */

/** The memory of an engine that is ready for guests and has seen none. */
export interface Heap {
  readonly places: HeapPlaces
  readonly memory: Uint8Array
}

/** Where things are in the memory. */
export interface HeapPlaces {
  readonly stackPointer: number
  readonly runtimePtr: number
  readonly contextPtr: number
  /** What the kernel's handle can be had from. */
  readonly kernel: number
}

/** The engine's program, and the memory with which each instance of it begins. */
export interface Engine {
  readonly wasm: WebAssembly.Module
  readonly heap: Heap
}

/** The heap as a file: a line that says what it is, and the memory. */
export function heapToBytes({ places, memory }: Heap, binaryHash: string): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${JSON.stringify({ binaryHash, places })}\n`)
  const bytes = new Uint8Array(head.length + memory.length)
  bytes.set(head)
  bytes.set(memory, head.length)
  return bytes
}

/** Reads what `heapToBytes` wrote, for use with the binary of that hash. */
export function openHeap(bytes: Uint8Array, binaryHash: string): Heap {
  const end = bytes.indexOf("\n".charCodeAt(0))
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as {
    readonly binaryHash?: string
    readonly places?: HeapPlaces
  }
  if (head.binaryHash !== binaryHash)
    throw new Error("Expected a heap that was made with this binary of the engine; build anew")
  return { places: must(head.places, "where things are in the heap"), memory: bytes.slice(end + 1) }
}
