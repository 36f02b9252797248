/** The catalogue as the build makes it from the registries. */
declare module "virtual:catalogue" {
  import type { Catalogue } from "../model/catalogue.ts"
  export const catalogue: Catalogue
}

/** The catalogue in German. */
declare module "virtual:catalogue/de" {
  import type { Catalogue } from "../model/catalogue.ts"
  export const catalogue: Catalogue
}

/** What is read about kinds, in German. */
declare module "virtual:docs/de" {
  import type { Docs } from "../model/catalogue.ts"
  export const docs: Docs
}

/** The icons of all triggers, which lists show. */
declare module "virtual:trigger-icons" {
  import type { LucideIcon } from "lucide-react"
  export const icons: { readonly [name: string]: LucideIcon }
}

/** The icons of all kinds, in a part of their own. */
declare module "virtual:step-icons" {
  import type { LucideIcon } from "lucide-react"
  export const icons: { readonly [name: string]: LucideIcon }
}

/** What is read about kinds, in a part of its own that is loaded when somebody reads. */
declare module "virtual:docs" {
  import type { Docs } from "../model/catalogue.ts"
  export const docs: Docs
}

/** The workflows that come with the product, as lists show them; summed up by the build. */
declare module "virtual:templates" {
  import type { Template } from "./services.ts"
  export const templates: readonly Template[]
}

/** The texts of the templates by id, in a part of their own. */
declare module "virtual:template-texts" {
  export const texts: { readonly [id: string]: string }
}

/** The plugins that come with the product, in a part of their own. */
declare module "virtual:plugins" {
  import type { OfferedPlugin } from "./plugins/installed.ts"
  export const offered: readonly OfferedPlugin[]
  export function textOf(name: string): Promise<string>
}

/** What the plugins that come with the product, and what they bring, are called in German. */
declare module "virtual:plugin-names/de" {
  export const names: { readonly [english: string]: string }
}
