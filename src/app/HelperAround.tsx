import { type ReactNode, useMemo } from "react"
import { HelperContext, type HelperHost } from "../editor/helper/helperContext.ts"
import { useRunDesk } from "../runs/runDesk.ts"
import { useServices } from "./services.ts"

/** Gives the builder's helper the models, and what failed in the run that is looked at. */
export function HelperAround({ children }: { readonly children: ReactNode }) {
  const { ai } = useServices()
  const desk = useRunDesk()
  const host = useMemo<HelperHost>(
    () => ({
      ai,
      failure() {
        const cause = desk.store.getState().watched?.store.getState().view?.cause
        if (!cause?.problem) return null
        const { code, message } = cause.problem
        return { step: cause.step, code, message }
      },
    }),
    [ai, desk],
  )
  return <HelperContext value={host}>{children}</HelperContext>
}
