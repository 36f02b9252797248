import { type ReactNode, useMemo } from "react"
import { useStore } from "zustand"
import { CatalogueContext } from "../../runs/runsContext.ts"
import { type Services, ServicesContext, useServices } from "../services.ts"

/** Hands services to the pages inside, with the templates and the docs that plugins bring. */
export function PluginsAround({
  services,
  children,
}: {
  readonly services: Omit<Services, "templates">
  readonly children: ReactNode
}) {
  const { templates, texts, docs } = useStore(services.plugins.installed)
  const all = useMemo<Services>(
    () => ({
      ...services,
      templates,
      templateTexts: async () => ({ ...texts, ...(await services.templateTexts()) }),
      docs: async () => {
        const ours = await services.docs()
        return {
          kinds: { ...docs.kinds, ...ours.kinds },
          triggers: { ...docs.triggers, ...ours.triggers },
        }
      },
    }),
    [services, templates, texts, docs],
  )
  return <ServicesContext value={all}>{children}</ServicesContext>
}

/** Shows the pages inside once all kinds are known, those of plugins too, and hands these to them. */
export function KindsAround({ children }: { readonly children: ReactNode }) {
  const { catalogue } = useStore(useServices().plugins.installed)
  return catalogue === null ? null : <CatalogueContext value={catalogue}>{children}</CatalogueContext>
}
