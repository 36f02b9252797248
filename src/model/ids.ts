/** What the id of a step, an input, a variable or a trigger looks like. */
export const idPattern = /^[a-z][a-z0-9_]{0,63}$/

/** What the id of a workflow looks like: it stands in addresses and file names. */
export const workflowIdPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** Whether the text may be the id of a step, an input, a variable or a trigger. */
export function isId(text: string): boolean {
  return idPattern.test(text)
}

/** Whether the text may be the id of a workflow. */
export function isWorkflowId(text: string): boolean {
  return workflowIdPattern.test(text)
}

const longestId = 64

/** A good id that comes closest to the text: `Read the file!` becomes `read_the_file`. */
export function suggestId(text: string, otherwise = "step"): string {
  const cleaned = text
    .slice(0, 4 * longestId)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "")
    .slice(0, longestId)
    .replace(/_+$/, "")
  return isId(cleaned) ? cleaned : otherwise
}

/** The wanted id, or the first of `wanted_2`, `wanted_3`, … that is not taken. */
export function freshId(wanted: string, taken: { has(id: string): boolean }): string {
  return freshIds(taken)(wanted)
}

/** Gives one fresh id after another, and remembers where it stopped: many copies of one id cost no more than few. */
export function freshIds(taken: { has(id: string): boolean }): (wanted: string) => string {
  const given = new Set<string>()
  const numbers = new Map<string, number>()
  const isTaken = (id: string) => given.has(id) || taken.has(id)
  return wanted => {
    const base = suggestId(wanted)
    const stem = base.replace(/_\d+$/, "")
    let id = base
    let number = numbers.get(stem) ?? 2
    for (; isTaken(id); number++) {
      const ending = `_${number}`
      id = `${stem.slice(0, longestId - ending.length)}${ending}`
    }
    if (id !== base) numbers.set(stem, number)
    given.add(id)
    return id
  }
}
