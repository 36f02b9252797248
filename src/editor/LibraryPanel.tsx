import { type KeyboardEvent, type RefObject, useDeferredValue, useMemo, useRef, useState } from "react"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"
import type { KindEntry } from "../model/catalogue.ts"
import { SearchField } from "../ui/TextField.tsx"
import { addBehind } from "./building.ts"
import { focusCanvas } from "./canvas/keptFocus.ts"
import { selectedSteps } from "./command.ts"
import { useKindDocs } from "./kindDocs.ts"
import { useKindMemory } from "./kindMemory.ts"
import { LibraryRow } from "./LibraryRow.tsx"
import { bestKind, libraryOf } from "./library.ts"
import { useEditor } from "./useEditor.ts"

/** All kinds of steps, to be dragged onto the canvas or added behind the selected step with a press. */
export function LibraryPanel({ searchRef }: { readonly searchRef: RefObject<HTMLInputElement | null> }) {
  const editor = useEditor()
  const memory = useKindMemory()
  const { favourites, recent } = useStore(memory.store)
  const [search, setSearch] = useState("")
  const list = useRef<HTMLDivElement>(null)
  const isSearching = search.trim() !== ""
  const docs = useKindDocs(isSearching)
  const found = useMemo(() => libraryOf(editor.catalogue, search, docs), [editor, search, docs])
  const kindsOf = (names: readonly string[]) => names.flatMap(name => own(editor.catalogue.kinds, name) ?? [])
  const near = [
    { id: "favourites", title: t`Favourites`, mark: "favourite", kinds: kindsOf(favourites) },
    {
      id: "recent",
      title: t`Used last`,
      mark: t`used last`,
      kinds: kindsOf(recent.filter(kind => !favourites.includes(kind))),
    },
  ].filter(({ kinds }) => kinds.length > 0)
  const shown = isSearching ? found : [...near, ...found]
  // A hundred rows come after the workflow beside them, once.
  const isThere = useDeferredValue(true, false)

  function add(entry: KindEntry) {
    const behind = selectedSteps(editor).at(-1) ?? null
    const { file, within } = editor.store.getState()
    const added = addBehind(file.workflow, editor.catalogue, entry, behind, within)
    editor.edit(() => added.workflow, { select: [added.id] })
  }

  return (
    <aside
      aria-label={t`Library`}
      className="flex w-[208px] shrink-0 flex-col border-r border-line bg-panel max-[700px]:hidden"
      onKeyDown={event => {
        if (event.key === "Escape" && search === "") focusCanvas()
        else walk(event, list.current, searchRef.current)
      }}
    >
      <div className="p-2.5 pb-1.5">
        <SearchField
          label={t`Find a step`}
          keys="/"
          value={search}
          onChange={setSearch}
          inputRef={searchRef}
          onSubmit={() => {
            const entry = isSearching ? bestKind(editor.catalogue, search) : null
            if (entry) add(entry)
            setSearch("")
          }}
        />
      </div>
      <div ref={list} className="min-h-0 flex-1 overflow-auto px-2 pb-3">
        {(isThere ? shown : []).map((group, groupIndex) => (
          <section key={group.id} aria-label={group.title}>
            <h2 className="px-1.5 pt-3 pb-1 text-xs font-semibold text-muted">{group.title}</h2>
            {group.kinds.map((entry, index) => (
              <LibraryRow
                key={entry.kind}
                entry={entry}
                {...("mark" in group ? { label: `${entry.title}, ${group.mark}` } : {})}
                isFavourite={favourites.includes(entry.kind)}
                onAdd={() => add(entry)}
                onFavour={isFavourite => memory.favour(entry.kind, isFavourite)}
                isInTabOrder={groupIndex === 0 && index === 0}
              />
            ))}
          </section>
        ))}
        {shown.length === 0 && (
          <p className="px-2 py-6 text-center text-xs text-muted">{t`No step is called that.`}</p>
        )}
      </div>
    </aside>
  )
}

/** Arrows go from row to row, from the search into the list and back, and sideways to a row's star. */
function walk(event: KeyboardEvent, list: HTMLElement | null, search: HTMLElement | null) {
  if (!(event.target instanceof HTMLElement) || !list) return
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")]
  const row = event.target.closest(".group")?.querySelector<HTMLElement>("[data-row]")
  const at = row ? rows.indexOf(row) : -1
  if (at < 0 && event.key !== "ArrowDown") return
  const to = {
    ArrowDown: rows[at + 1],
    ArrowUp: at === 0 ? search : rows[at - 1],
    Home: rows[0],
    End: rows.at(-1),
    ArrowRight: row?.nextElementSibling,
    ArrowLeft: row,
  }[event.key]
  if (!(to instanceof HTMLElement)) return
  event.preventDefault()
  to.focus()
}
