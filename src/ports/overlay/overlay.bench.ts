import { middle } from "../../lib/middle.ts"
import type { FileHome } from "../files/home.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { createOverlayHome } from "./overlayHome.ts"

const count = 1_000
const [warmUps, rounds] = [40, 300]

/**
 * Reads through an overlay against plain ones: of what the base holds, and of what the overlay holds itself. Each round
 * reads every file once in each, in turns at going first, and gives a ratio of its own; the one in the middle counts.
 * So what else the machine does meanwhile, and the collector of garbage, is no more in the one than in the other.
 */
export default async function bench(
  report: (line: { name: string; value: number; unit: string; wanted?: string }) => void,
) {
  const paths = Array.from({ length: count }, (_, index) => `src/folder${index % 20}/file${index}.txt`)
  const base = createMemoryHome(() => 0, Object.fromEntries(paths.map(path => [path, path.repeat(100)])))
  const through = createOverlayHome(base, () => 0)
  await through.remove("src/folder0")
  const own = createOverlayHome(
    createMemoryHome(() => 0),
    () => 0,
  )
  for (const path of paths) await own.write(path, new TextEncoder().encode(path.repeat(100)))
  const read = paths.filter((_, index) => index % 20 !== 0)

  const readAll = async (home: FileHome) => {
    const started = performance.now()
    for (const path of read) await home.read(path)
    return performance.now() - started
  }
  const homes = [base, through, own]
  const ratios: { readonly through: number[]; readonly own: number[] } = { through: [], own: [] }
  for (let round = 0; round < warmUps + rounds; round++) {
    const took = [0, 0, 0]
    for (let turn = 0; turn < homes.length; turn++) {
      const at = (round + turn) % homes.length
      took[at] = await readAll(homes[at] ?? base)
    }
    const [plain = 0, over = 0, within = 0] = took
    if (round < warmUps) continue
    ratios.through.push(over / plain)
    ratios.own.push(within / plain)
  }
  const wanted = "< 1.5"
  const value = middle(ratios.through)
  report({ name: "reads through an overlay against plain", value, unit: "x", wanted })
  report({ name: "reads of its own against plain", value: middle(ratios.own), unit: "x", wanted })
}
