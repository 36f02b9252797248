import type { Step, WireSpec, Workflow } from "../../../model/workflow.ts"

type Parts<T> = { readonly [name: string]: Partial<T> }

/**
 * Steps read from a picture in one line: `a>b a.no>c c>a d` has the wires a to b and c to a, one from the outlet
 * `no` of a to c, and d with none. Steps stand in the order of their first mention; `parts` adds what a step has
 * besides, `wires` what a wire has, under `a>b` or `a.no>c`.
 */
export function steps(picture: string, parts: Parts<Step> = {}, wires: Parts<WireSpec> = {}): Step[] {
  const next = new Map<string, { [outlet: string]: WireSpec[] }>()
  for (const part of picture.trim().split(/\s+/)) {
    const [source = "", to] = part.split(">")
    const [from = "", outlet = "success"] = source.split(".")
    const outlets = next.get(from) ?? {}
    next.set(from, outlets)
    if (to === undefined) continue
    outlets[outlet] = [...(outlets[outlet] ?? []), { to, ...wires[part] }]
    if (!next.has(to)) next.set(to, {})
  }
  return [...next].map(([id, outlets]) => {
    const { success, ...others } = outlets
    const all = Object.keys(others).length === 0 && success ? success : outlets
    return { id, kind: "do", next: all, ...parts[id] }
  })
}

/** A workflow of these steps. */
export function flow(inside: readonly Step[], rest: Partial<Workflow> = {}): Workflow {
  return { rivulet: 1, id: "test", steps: inside, ...rest }
}
