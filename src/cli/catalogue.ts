import { catalogueOf } from "../model/catalogueOf.ts"
import { steps } from "../steps/registry.ts"
import { triggers } from "../triggers/registry.ts"

/** Every kind and trigger type that the terminal knows. */
export const catalogue = catalogueOf(steps, triggers)
