import { createElement } from "react"
import { createRoot } from "react-dom/client"
import { expect, test } from "vitest"
import { VirtualList } from "./VirtualList.tsx"

test("keys that are quicker than the rows are drawn go on from the row that was sought", async () => {
  const place = document.body.appendChild(document.createElement("div"))
  const styles = document.head.appendChild(document.createElement("style"))
  styles.textContent = ".many { height: 200px; overflow: auto }"
  const root = createRoot(place)
  const row = (index: number) => createElement("button", { type: "button" }, `Row ${index}`)
  root.render(
    createElement(VirtualList, { label: "Many", className: "many", count: 10_000, rowHeight: 20, row }),
  )
  const at = (index: number) => place.querySelector<HTMLElement>(`[data-index="${index}"] button`)
  await expect.poll(() => at(0)).not.toBeNull()
  expect(at(40)).toBeNull()
  at(0)?.focus()
  // Nothing is drawn between two of them.
  for (const key of ["PageDown", "PageDown", "PageDown", "ArrowDown", "ArrowUp", "ArrowDown"])
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))
  await expect.poll(() => document.activeElement?.textContent).toBe("Row 37")
  root.unmount()
  place.remove()
  styles.remove()
})
