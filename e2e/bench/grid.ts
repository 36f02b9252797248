/** One step of the grid, and the one that it leads to. */
export interface Cell {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly next: string | null
}

/** The size of a card. */
export const gridSizes = { width: 208, height: 58 }

const across = 50

/** Chains of steps, one below the other. */
export function gridOf(count: number): Cell[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `s${at}`,
    x: (at % across) * 290,
    y: Math.floor(at / across) * 110,
    next: at % across === across - 1 || at === count - 1 ? null : `s${at + 1}`,
  }))
}

/** The same as the text of a workflow. */
export function gridText(count: number): string {
  const cells = gridOf(count)
  const parameters = (at: number) =>
    [
      `kind: set\n    with: { values: { seen: ${at} } }`,
      `kind: file.read\n    with: { path: notes/${at}.md }`,
      `kind: file.write\n    with: { path: "out/${at}.txt", content: done }`,
    ][at % 3]
  const steps = cells.map(
    ({ id, next }, at) =>
      `  - id: ${id}\n    name: Step ${at}\n    ${parameters(at)}\n${next === null ? "" : `    next: ${next}\n`}`,
  )
  const places = cells.map(({ id, x, y }) => `  ${id}: [${x}, ${y}]\n`)
  return `rivulet: 1\nid: grid-${count}\nname: Grid of ${count}\nsteps:\n${steps.join("")}layout:\n${places.join("")}`
}
