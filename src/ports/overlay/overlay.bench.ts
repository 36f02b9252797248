import { createMemoryHome } from "../files/memoryHome.ts"
import { createOverlayHome } from "./overlayHome.ts"

const count = 1_000
const rounds = 20
const tries = 5

/** Reads through an overlay against plain ones: of what the base holds, and of what the overlay holds itself. */
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

  const readAll = async (home: typeof through | typeof base) => {
    const started = performance.now()
    for (let round = 0; round < rounds; round++)
      for (const [index, path] of paths.entries()) if (index % 20 !== 0) await home.read(path)
    return performance.now() - started
  }
  const best = {
    plain: Number.POSITIVE_INFINITY,
    through: Number.POSITIVE_INFINITY,
    own: Number.POSITIVE_INFINITY,
  }
  for (let attempt = 0; attempt < tries; attempt++) {
    best.plain = Math.min(best.plain, await readAll(base))
    best.through = Math.min(best.through, await readAll(through))
    best.own = Math.min(best.own, await readAll(own))
  }
  const wanted = "< 1.5"
  report({
    name: "reads through an overlay against plain",
    value: best.through / best.plain,
    unit: "x",
    wanted,
  })
  report({ name: "reads of its own against plain", value: best.own / best.plain, unit: "x", wanted })
}
