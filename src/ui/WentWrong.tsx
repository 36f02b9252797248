import type { ReactNode } from "react"

/** What went wrong with what somebody just asked for, said at once to those who listen. */
export function WentWrong({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="text-sm text-bad-text">
      {children}
    </p>
  )
}
