import { createContext } from "react"

/** Where the fields of a form stand: whose expressions they hold, and for which iteration their values are shown. */
export interface ExpressionPlace {
  /** The step whose fields they are; null for those of the workflow itself. */
  readonly step: string | null
  readonly index: number | undefined
  readonly setIndex: (index: number) => void
}

/** Tells fields where they stand; without it they complete and show nothing. */
export const ExpressionPlaceContext = createContext<ExpressionPlace | null>(null)

/** Gives the names of the secrets that are kept here, which expressions may use besides those that they mention. */
export const SecretNamesContext = createContext<readonly string[]>([])
