import { ChevronDown } from "lucide-react"
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
}

/** A button in a field that opens the list of what may stand there; type to narrow it. */
function PickButton({ label, none, load, onPick }: PickButtonProps) {
  const [picks, setPicks] = useState<readonly Pick[] | null>(null)
  return (
    <DialogTrigger onOpenChange={isOpen => isOpen && void load().then(setPicks)}>
      <AriaButton
        aria-label={label}
        className="grid size-6.5 place-items-center rounded-md text-muted data-hovered:bg-wash data-hovered:text-ink"
      >
        <ChevronDown size={15} aria-hidden />
      </AriaButton>
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
                  onAction={key => {
                    onPick(String(key))
                    close()
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
                      className="flex cursor-default flex-col rounded-lg px-2.5 py-1.5 text-sm outline-none data-focused:bg-wash"
                    >
                      <span className="truncate">{name}</span>
                      {about && about !== name && (
                        <span className="truncate font-mono text-xs text-muted">{about}</span>
                      )}
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
