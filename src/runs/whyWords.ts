import { quoted } from "../language/formats.ts"
import { t } from "../language/t.ts"
import type { Why } from "../model/why.ts"
import { pathText } from "../syntax/pathText.ts"

/** What a part of the answer is, in words; `nameOf` gives a step's name. */
export function sayWhy(
  { source, place, outlet, path, field, by }: Why,
  nameOf: (step: string) => string,
): { readonly say: string; readonly path: string } {
  const step = place === undefined ? "" : quoted(nameOf(place.step))
  const visit = place !== undefined && place.visit > 1 ? t`, visit ${place.visit}` : ""
  switch (source) {
    case "step": {
      const way = by === undefined ? "" : t`, which came by its wire`
      return { say: t`${step}${visit} gave this by ${outlet ?? ""}${way}`, path: pathText(path) }
    }
    case "expression":
      return {
        say: step === "" ? t`The workflow’s output` : t`${step} evaluated`,
        path: pathText(field ?? []).slice(1),
      }
    case "input":
      return { say: t`An input of the run`, path: pathText(path).slice(1) }
    case "trigger":
      return { say: t`What started the run`, path: pathText(path).slice(1) }
    case "constant":
      return { say: t`It stands in the workflow`, path: pathText(field ?? []).slice(1) }
    case "variable":
      return { say: t`A variable of the run`, path: pathText(path).slice(1) }
    case "secret":
      return { say: t`A secret: it is used, and never shown`, path: pathText(path).slice(1) }
    case "run":
      return { say: t`Of the run itself`, path: pathText(path).slice(1) }
    case "answer":
      return { say: t`An answer from outside`, path: "" }
    case "kept":
      return { say: t`Taken over from the run before`, path: "" }
    case "changed":
      return { say: t`Put in by hand when this run was forked`, path: "" }
    case "unrun":
      return { say: t`“${nameOf(String(path[0]))}” had not run, and reads as nothing`, path: "" }
  }
}
