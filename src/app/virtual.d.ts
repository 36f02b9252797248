/** The catalogue as the build makes it from the registries, with the icons that it names. */
declare module "virtual:catalogue" {
  import type { LucideIcon } from "lucide-react"
  import type { Catalogue } from "../model/catalogue.ts"
  export const catalogue: Catalogue
  export const icons: { readonly [name: string]: LucideIcon }
}

/** What is read about kinds, in a part of its own that is loaded when somebody reads. */
declare module "virtual:docs" {
  import type { Docs } from "../model/catalogue.ts"
  export const docs: Docs
}
