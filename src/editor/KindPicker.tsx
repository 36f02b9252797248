import { type KeyboardEvent, useMemo, useState } from "react"
import { Autocomplete, Header, Input, Menu, MenuItem, MenuSection, SearchField } from "react-aria-components"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"
import type { KindEntry } from "../model/catalogue.ts"
import { cx } from "../ui/cx.ts"
import { entered } from "../ui/entered.ts"
import { floating } from "../ui/Menu.tsx"
import { ScrollArea } from "../ui/ScrollArea.tsx"
import { fieldBox } from "../ui/TextField.tsx"
import { hueOf } from "./groups.ts"
import { useKindDocs } from "./kindDocs.ts"
import { useKindMemory } from "./kindMemory.ts"
import type { Point } from "./layout.ts"
import { bestKind, type LibraryGroup, libraryOf } from "./library.ts"
import { StepIcon } from "./StepIcon.tsx"
import { useEditor } from "./useEditor.ts"

interface KindPickerProps {
  /** The point of the screen at which it opens. */
  readonly at: Point
  /** Takes a kind; the list stays where another is to follow. */
  readonly onPick: (entry: KindEntry, hasMore: boolean) => void
  /** Whether another may follow. */
  readonly canGoOn: boolean
  readonly onClose: () => void
}

/** A list of kinds where the hand is: type to narrow it, Enter to take one. */
export function KindPicker({ at, onPick, canGoOn, onClose }: KindPickerProps) {
  const { catalogue } = useEditor()
  const [search, setSearch] = useState("")
  const docs = useKindDocs(search.trim() !== "")
  const { recent } = useStore(useKindMemory().store)
  const shown = useMemo(() => {
    const found = libraryOf(catalogue, search, docs)
    const best = search.trim() === "" ? null : bestKind(catalogue, search)
    // What is meant most likely is taken by Enter.
    if (best) return [{ id: "best", title: t`Best match`, kinds: [best] }, ...without(found, [best.kind])]
    const used = recent.flatMap(kind => own(catalogue.kinds, kind) ?? [])
    if (search.trim() !== "" || used.length === 0) return found
    // What was used last stands first, and once.
    return [{ id: "recent", title: t`Used last`, kinds: used }, ...without(found, recent)]
  }, [catalogue, search, docs, recent])
  const left = Math.max(8, Math.min(at.x, window.innerWidth - 290))
  const top = Math.max(8, Math.min(at.y, window.innerHeight - 360))

  /** The menu itself hears Enter without Shift, and only where one of it is chosen. */
  function enter(event: KeyboardEvent) {
    const goesOn = canGoOn && event.shiftKey
    const chosen = entered(event, search, goesOn)
    if (chosen === null) return
    const entry = own(catalogue.kinds, chosen)
    if (!entry) return
    onPick(entry, goesOn)
    setSearch("")
  }

  return (
    <>
      <div className="fixed inset-0 z-30" onPointerDown={onClose} aria-hidden />
      <div
        role="dialog"
        aria-label={t`Add a step`}
        className={cx(floating, "fixed z-40 flex max-h-88 w-70 flex-col")}
        style={{ left, top }}
        onKeyDown={event => event.key === "Escape" && onClose()}
        onKeyDownCapture={enter}
      >
        <Autocomplete inputValue={search} onInputChange={setSearch}>
          <SearchField aria-label={t`Find a step`} autoFocus className="p-2">
            <Input placeholder={t`Find a step`} className={cx(fieldBox, "h-8.5")} />
          </SearchField>
          <ScrollArea>
            <Menu
              aria-label={t`Steps`}
              className="px-1 pb-1 outline-none"
              onAction={key => {
                const entry = catalogue.kinds[String(key)]
                if (entry) onPick(entry, false)
              }}
              renderEmptyState={() => (
                <p className="px-3 py-4 text-center text-xs text-muted">{t`No step is called that.`}</p>
              )}
            >
              {shown.map(group => (
                <MenuSection key={group.id} id={group.id}>
                  <Header className="px-2.5 pt-2 pb-1 text-2xs font-semibold text-muted">
                    {group.title}
                  </Header>
                  {group.kinds.map(entry => (
                    <MenuItem
                      key={entry.kind}
                      id={entry.kind}
                      textValue={entry.title}
                      className="flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none data-focused:bg-wash"
                    >
                      <span data-hue={hueOf(entry.group)} className="text-(--hue)">
                        <StepIcon name={entry.icon} size={16} />
                      </span>
                      {entry.title}
                    </MenuItem>
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </ScrollArea>
        </Autocomplete>
        {canGoOn && (
          <p className="border-t border-line px-3 py-1.5 text-2xs text-muted max-[700px]:hidden">
            {t`Shift+Enter goes on with another behind it.`}
          </p>
        )}
      </div>
    </>
  )
}

/** The groups without some kinds, and without groups that are empty then. */
function without(groups: readonly LibraryGroup[], kinds: readonly string[]): LibraryGroup[] {
  const rest = groups.map(group => ({
    ...group,
    kinds: group.kinds.filter(({ kind }) => !kinds.includes(kind)),
  }))
  return rest.filter(group => group.kinds.length > 0)
}
