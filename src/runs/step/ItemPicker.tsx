import { ChevronLeft, ChevronRight } from "lucide-react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import type { ItemDetail } from "../visitDetail.ts"

interface ItemPickerProps {
  readonly items: readonly ItemDetail[]
  readonly index: number
  readonly onChoose: (index: number) => void
}

/** Chooses among the items of a step that runs once for each. */
export function ItemPicker({ items, index, onChoose }: ItemPickerProps) {
  if (items.length === 0) return null
  const isBad = items[index]?.problem !== undefined
  return (
    <fieldset aria-label={t`Items of the step`} className="flex items-center gap-1 text-xs text-muted">
      <IconButton
        icon={ChevronLeft}
        label={t`The item before`}
        className="size-6"
        isDisabled={index === 0}
        onPress={() => onChoose(index - 1)}
      />
      <span className="tabular-nums">
        {t`item ${index + 1} of ${items.length}`}
        {isBad && <span className="text-bad-text">{t`, failed`}</span>}
      </span>
      <IconButton
        icon={ChevronRight}
        label={t`The item after`}
        className="size-6"
        isDisabled={index >= items.length - 1}
        onPress={() => onChoose(index + 1)}
      />
    </fieldset>
  )
}
