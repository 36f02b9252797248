const tokens = {
  canvas: "--color-canvas",
  panel: "--color-panel",
  line: "--color-line-strong",
  wire: "--color-faint",
  accent: "--color-accent",
  good: "--color-good",
  warn: "--color-warn",
  bad: "--color-bad",
  people: "--color-people",
  ai: "--color-ai",
  data: "--color-data",
  muted: "--color-muted",
} as const

/** The tokens as the theme has them now, for what is drawn on a surface that knows no variables. */
export type Palette = { readonly [Name in keyof typeof tokens]: string }

/** Reads the tokens where the element stands: the variables themselves hold both sides of the theme at once. */
export function paletteOf(element: HTMLElement): Palette {
  const probe = document.createElement("span")
  element.append(probe)
  const style = getComputedStyle(probe)
  const colours = Object.entries(tokens).map(([name, token]) => {
    probe.style.color = `var(${token})`
    return [name, style.color]
  })
  probe.remove()
  return Object.fromEntries(colours)
}
