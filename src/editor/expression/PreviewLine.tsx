import { ChevronLeft, ChevronRight } from "lucide-react"
import { useContext } from "react"
import { t } from "../../language/t.ts"
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
          {preview.shown === "" ? t`Empty text` : preview.shown}
        </p>
      ) : (
        <p className="text-xs text-bad-text">{preview.message}</p>
      )}
      {preview.unrun.length > 0 && (
        <p className="text-xs text-warn-text">{sayUnrun(preview.unrun, preview.basis)}</p>
      )}
      <div className="flex min-h-5 flex-wrap items-center gap-x-1 text-xs text-muted">
        <span>
          {isValue ? `${preview.what} · ${basisWords[preview.basis]}` : t`From ${basisWords[preview.basis]}`}
        </span>
        {preview.iteration && preview.iteration.count > 1 && <Iterations {...preview.iteration} />}
      </div>
    </section>
  )
}

function sayUnrun(steps: readonly string[], basis: Preview["basis"]): string {
  const names = steps.map(step => `“${step}”`).join(", ")
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
