import { createContext } from "react"
import type { Versions } from "./versions.ts"

/** Gives the versions of the open workflow to what is inside. What looks into them comes later. */
export const VersionsContext = createContext<Versions | null>(null)
