import { ChevronLeft, ChevronRight } from "lucide-react"
import { useContext } from "react"
import { quoted } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { Path } from "../../lib/json.ts"
import { pathText } from "../../syntax/pathText.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { ExpressionPlaceContext } from "./expressionPlace.ts"
import type { Preview, PreviewIteration } from "./previewService.ts"

const basisWords = {
  run: t`last run`,
  pinned: t`pinned data`,
  sample: t`a sample, as nothing has run`,
} as const

/** The value that an expression has now, or why it has none. */
export function PreviewLine({ preview }: { readonly preview: Preview }) {
  const isValue = preview.type === "value"
  return (
    <section
      aria-label={t`Preview`}
      className={cx(
        "flex flex-col gap-0.5 border-l-2 py-0.5 pl-2.5",
        isValue ? "border-accent" : "border-bad",
      )}
    >
      {isValue ? (
        <p className="line-clamp-3 font-mono text-xs leading-5 break-words whitespace-pre-wrap text-muted">
          {preview.missing ? sayNothing(preview.missing, preview.basis) : preview.shown || t`Empty text`}
        </p>
      ) : (
        <p className="text-xs text-bad-text">{translated(preview.message)}</p>
      )}
      {preview.unrun.length > 0 && (
        <p className="text-xs text-warn-text">{sayUnrun(preview.unrun, preview.basis)}</p>
      )}
      <div className="flex min-h-5 flex-wrap items-center gap-x-1 text-xs text-muted">
        <span>
          {isValue
            ? `${translated(preview.what)} · ${basisWords[preview.basis]}`
            : t`From ${basisWords[preview.basis]}`}
        </span>
        {preview.iteration && preview.iteration.count > 1 && <Iterations {...preview.iteration} />}
      </div>
    </section>
  )
}

/** What is missing where a value came to nothing. */
function sayNothing(missing: readonly Path[], basis: Preview["basis"]): string {
  if (missing.length === 0) return t`Nothing`
  const names = missing.map(path => quoted(pathText(path).slice(1))).join(", ")
  if (basis === "run") return t`Nothing: there is no ${names} in the last run.`
  if (basis === "pinned") return t`Nothing: there is no ${names} in the pinned data.`
  return t`Nothing: there is no ${names} in the sample. A run may give it.`
}

function sayUnrun(steps: readonly string[], basis: Preview["basis"]): string {
  const names = steps.map(quoted).join(", ")
  const where = basis === "sample" ? t`has no sample` : t`did not run in the last run`
  return t`${names} ${where}, so it reads as nothing. Where that may be, write ?? and a value to use instead.`
}

function Iterations({ index, count }: PreviewIteration) {
  const place = useContext(ExpressionPlaceContext)
  return (
    <span className="ml-auto flex items-center whitespace-nowrap">
      <IconButton
        icon={ChevronLeft}
        label={t`The item before`}
        className="size-5"
        isDisabled={index === 0}
        onPress={() => place?.setIndex(index - 1)}
      />
      {t`item ${index + 1} of ${count}`}
      <IconButton
        icon={ChevronRight}
        label={t`The next item`}
        className="size-5"
        isDisabled={index === count - 1}
        onPress={() => place?.setIndex(index + 1)}
      />
    </span>
  )
}
