import { Check, ChevronDown } from "lucide-react"
import { type ReactNode, useState } from "react"
import {
  Button as AriaButton,
  Autocomplete,
  Dialog,
  DialogTrigger,
  Input,
  Menu,
  MenuItem,
  Popover,
  SearchField,
} from "react-aria-components"
import { nameWithin } from "../../../language/formats.ts"
import { t } from "../../../language/t.ts"
import type { Hint } from "../../../model/step.ts"
import { cx } from "../../../ui/cx.ts"
import { floating } from "../../../ui/Menu.tsx"
import { ScrollArea } from "../../../ui/ScrollArea.tsx"
import { fieldBox } from "../../../ui/TextField.tsx"
import { type Pick, usePicks } from "./picks.ts"

interface PickButtonProps {
  readonly label: string
  /** What is said where there is nothing to pick. */
  readonly none: string
  readonly load: () => Promise<readonly Pick[]>
  readonly onPick: (id: string) => void
  /** What is picked, where that may be many: the list stays open, and a pick takes another one back. */
  readonly ticked?: readonly string[]
  /** The button; an arrow within the field if left out. */
  readonly children?: ReactNode
}

/** A button in a field that opens the list of what may stand there; type to narrow it. */
export function PickButton({ label, none, load, onPick, ticked, children }: PickButtonProps) {
  const [picks, setPicks] = useState<readonly Pick[] | null>(null)
  return (
    <DialogTrigger onOpenChange={isOpen => isOpen && void load().then(setPicks)}>
      {children ?? (
        <AriaButton
          aria-label={label}
          className="grid size-6.5 place-items-center rounded-md text-muted data-hovered:bg-wash data-hovered:text-ink"
        >
          <ChevronDown size={15} aria-hidden />
        </AriaButton>
      )}
      <Popover placement="bottom end" offset={6} className={cx(floating, "w-72")}>
        <Dialog aria-label={label} className="flex max-h-80 flex-col outline-none">
          {({ close }) => (
            <Autocomplete filter={hasWords}>
              <SearchField aria-label={t`Find`} autoFocus className="p-2">
                <Input placeholder={t`Find`} className={cx(fieldBox, "h-8.5")} />
              </SearchField>
              <ScrollArea>
                <Menu
                  aria-label={label}
                  items={picks ?? []}
                  className="px-1 pb-1 outline-none"
                  {...(ticked ? { selectionMode: "multiple", selectedKeys: ticked } : {})}
                  shouldCloseOnSelect={ticked === undefined}
                  // Escape is to close the list, not to take all ticks back.
                  escapeKeyBehavior="none"
                  onAction={key => {
                    onPick(String(key))
                    if (ticked === undefined) close()
                  }}
                  renderEmptyState={() => (
                    <p className="px-3 py-4 text-center text-xs text-muted">
                      {picks === null ? t`Looking` : picks.length === 0 ? none : t`Nothing is called that.`}
                    </p>
                  )}
                >
                  {({ id, label: name, about }) => (
                    <MenuItem
                      id={id}
                      textValue={`${name} ${about ?? ""}`}
                      className="group flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none data-focused:bg-wash"
                    >
                      {ticked && <Tick />}
                      <span className="flex min-w-0 flex-col">
                        <span className="truncate">{name}</span>
                        {about && about !== name && (
                          <span className="truncate font-mono text-xs text-muted">{about}</span>
                        )}
                      </span>
                    </MenuItem>
                  )}
                </Menu>
              </ScrollArea>
            </Autocomplete>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** The box of a choice that can be ticked, as the list around it says that it is. */
function Tick() {
  return (
    <span className="grid size-4 shrink-0 place-items-center rounded border border-line-strong group-data-selected:border-accent group-data-selected:bg-accent">
      <Check
        size={12}
        strokeWidth={3}
        aria-hidden
        className="text-panel opacity-0 group-data-selected:opacity-100"
      />
    </span>
  )
}

const noneOf: { readonly [widget: string]: string } = {
  file: t`There are no files in the workspace yet.`,
  secret: t`No secret is kept yet. Add one under Keys and models.`,
  workflow: t`There is no other workflow.`,
  step: t`There is no step yet.`,
}

/** Makes the button for a field of this widget; null where nothing is picked. */
export function usePickButton(
  label: string,
  widget: Hint["widget"],
): ((onPick: (id: string) => void) => ReactNode) | null {
  const load = usePicks(widget)
  if (load === null) return null
  return onPick => (
    <PickButton
      label={t`Choose ${nameWithin(label)}`}
      none={noneOf[widget ?? ""] ?? t`There is nothing to choose.`}
      load={load}
      onPick={onPick}
    />
  )
}

function hasWords(text: string, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.every(word => text.toLowerCase().includes(word))
}
