import { type ReactNode, useMemo } from "react"
import { useStore } from "zustand"
import { own } from "../../lib/json.ts"
import { type Runs, RunsContext } from "../../runs/runsContext.ts"
import { type Services, ServicesContext } from "../services.ts"

/** Hands services and runs to the pages inside, with what the plugins that are installed bring. */
export function PluginsAround({
  services,
  runs,
  children,
}: {
  readonly services: Omit<Services, "catalogue" | "templates">
  readonly runs: Omit<Runs, "catalogue" | "kinds">
  readonly children: ReactNode
}) {
  const { catalogue, templates, texts } = useStore(services.plugins.installed)
  const allServices = useMemo<Services>(
    () => ({
      ...services,
      ...{ catalogue, templates },
      templateTexts: async () => ({ ...texts, ...(await services.templateTexts()) }),
    }),
    [services, catalogue, templates, texts],
  )
  const allRuns = useMemo<Runs>(
    () => ({ ...runs, catalogue, kinds: kind => own(catalogue.kinds, kind) }),
    [runs, catalogue],
  )
  return (
    <ServicesContext value={allServices}>
      <RunsContext value={allRuns}>{children}</RunsContext>
    </ServicesContext>
  )
}
