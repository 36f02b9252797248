import type { ReactNode } from "react"

/** What a person may choose, at the end of what asks: it stays in view where that is longer than its place. */
export function WaysOn({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky bottom-0 -mx-3 -mt-2 -mb-3 flex flex-wrap gap-2 rounded-b-xl bg-linear-to-t from-panel from-[calc(100%-8px)] to-transparent px-3 pt-2 pb-3">
      {children}
    </div>
  )
}
