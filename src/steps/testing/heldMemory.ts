import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** How many bytes are held in memory, without what is only waiting to be swept up. */
export function heldMemory(): number {
  setFlagsFromString("--expose-gc")
  runInNewContext("gc")()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
