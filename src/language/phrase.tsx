import { Fragment, type ReactNode } from "react"
import { said } from "./language.ts"
import { keyOf } from "./t.ts"

/** A sentence with elements within it, which another language may put elsewhere in the sentence. */
export function phrase(english: TemplateStringsArray, ...values: readonly ReactNode[]): ReactNode {
  return said(keyOf(english))
    .split(/\{(\d+)\}/)
    .map((part, index) => (index % 2 === 0 ? part : <Fragment key={part}>{values[Number(part)]}</Fragment>))
}
