import { Intrinsics, QuickJS } from "quickjs-wasi"
import { freezeIntrinsics, guestKernel } from "./guestSource.ts"
import type { Heap } from "./heap.ts"

const intrinsics =
  Intrinsics.ALL & ~Intrinsics.PERFORMANCE & ~Intrinsics.DOM_EXCEPTION & ~Intrinsics.ATOB_BTOA

/**
 * Makes an engine ready for guests, with a function of the host's under each of the names, and gives its memory. It
 * is the same each time: nothing of the time or of chance gets in.
 */
export async function prepareHeap(wasm: WebAssembly.Module, hostFunctions: readonly string[]): Promise<Heap> {
  const vm = await QuickJS.create({
    wasm,
    intrinsics,
    timezoneOffset: 0,
    wasi: memory => ({
      clock_time_get(_clock: number, _precision: bigint, result: number) {
        new DataView(memory.buffer).setBigUint64(result, 0n, true)
        return 0
      },
      random_get(from: number, length: number) {
        new Uint8Array(memory.buffer, from, length).fill(0)
        return 0
      },
    }),
  })
  const kernel = vm.evalCode(guestKernel, "kernel")
  for (const name of hostFunctions)
    vm.newFunction(name, () => vm.undefined).consume(made => vm.setProp(vm.global, name, made))
  vm.evalCode(freezeIntrinsics, "freeze").dispose()
  vm.runGC()
  const place = vm.exportHandle(kernel)
  const { memory, stackPointer, runtimePtr, contextPtr } = vm.snapshot()
  return { places: { stackPointer, runtimePtr, contextPtr, kernel: place }, memory }
}
