import type { ReactNode } from "react"

/** Where a long list scrolls below a field that keeps the focus: keys must come to it all the same. */
export function ScrollArea({ children }: { readonly children: ReactNode }) {
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard, and the menu leaves its focus in the field.
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto rounded-b-xl -outline-offset-2"
    >
      {children}
    </div>
  )
}
