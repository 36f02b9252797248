import { t } from "../language/t.ts"
import type { Wire } from "../model/graph.ts"

/** What a wire waits for, in a few words. */
export function conditionsOf({ spec }: Wire): string[] {
  const when = String(spec.when ?? "").replace(/^\s*\{\{\s*|\s*\}\}\s*$/g, "")
  return [
    when === "" ? "" : when === "else" ? t`else` : t`if ${when.length > 20 ? `…${when.slice(-19)}` : when}`,
    spec.after === undefined ? "" : t`after ${spec.after}`,
    spec.at === undefined ? "" : t`at ${spec.at}`,
    spec.validate?.length ? t`checked` : "",
    typeof spec.inlet === "number" ? t`inlet ${spec.inlet}` : "",
  ]
}
