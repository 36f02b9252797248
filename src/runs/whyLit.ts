import type { Why } from "../model/why.ts"

/** What a canvas lights up to show where a value came from. */
export interface Lit {
  /** The ids of steps. */
  readonly steps: ReadonlySet<string>
  /** The wires that are known to have carried it. */
  readonly wires: readonly { readonly from: string; readonly outlet: string; readonly to: string }[]
}

/** The steps and wires of the run that have a part in the value; those of other runs are not among them. */
export function litBy(why: Why): Lit {
  const steps = new Set<string>()
  const wires: Lit["wires"][number][] = []
  const run = why.place?.run ?? firstRun(why)
  const walk = (node: Why): void => {
    if (node.place !== undefined && node.place.run === run) {
      steps.add(node.place.step)
      // What stands around a step inside a container is part of the way.
      for (const [holder] of node.place.in.matchAll(/[a-z][a-z0-9_]*(?=\[|\.)/g)) steps.add(holder)
    }
    if (node.by !== undefined && node.place?.run === run) wires.push(node.by)
    for (const inner of node.from) walk(inner)
  }
  walk(why)
  return { steps, wires }
}

function firstRun(why: Why): string | undefined {
  for (const node of why.from) {
    const run = node.place?.run ?? firstRun(node)
    if (run !== undefined) return run
  }
  return undefined
}
