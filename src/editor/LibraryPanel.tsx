import { type RefObject, useMemo, useState } from "react"
import type { KindEntry } from "../model/catalogue.ts"
import { SearchField } from "../ui/TextField.tsx"
import { addBehind } from "./building.ts"
import { kindDragType } from "./canvas/dropping.ts"
import { selectedSteps } from "./command.ts"
import { bestKind, libraryOf } from "./library.ts"
import { StepIcon } from "./StepIcon.tsx"
import { useEditor } from "./useEditor.ts"

/** All kinds of steps, to be dragged onto the canvas or added behind the selected step with a press. */
export function LibraryPanel({ searchRef }: { readonly searchRef: RefObject<HTMLInputElement | null> }) {
  const editor = useEditor()
  const [search, setSearch] = useState("")
  const shown = useMemo(() => libraryOf(editor.catalogue, search), [editor, search])

  function add(entry: KindEntry) {
    const behind = selectedSteps(editor).at(-1) ?? null
    const added = addBehind(editor.store.getState().file.workflow, editor.catalogue, entry, behind)
    editor.edit(() => added.workflow, { select: [added.id] })
  }

  return (
    <aside
      aria-label="Library"
      className="flex w-[208px] shrink-0 flex-col border-r border-line bg-panel max-[700px]:hidden"
    >
      <div className="p-2.5 pb-1.5">
        <SearchField
          label="Find a step"
          keys="/"
          value={search}
          onChange={setSearch}
          inputRef={searchRef}
          onSubmit={() => {
            const entry = search.trim() === "" ? null : bestKind(editor.catalogue, search)
            if (entry) add(entry)
            setSearch("")
          }}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-auto px-2 pb-3">
        {shown.map(group => (
          <section key={group.id} aria-label={group.title} data-hue={group.hue}>
            <h2 className="px-1.5 pt-3 pb-1 text-xs font-semibold text-muted">{group.title}</h2>
            {group.kinds.map(entry => (
              <button
                key={entry.kind}
                type="button"
                draggable
                title={entry.summary}
                onDragStart={event => {
                  event.dataTransfer.setData(kindDragType, entry.kind)
                  event.dataTransfer.effectAllowed = "copy"
                }}
                onClick={() => add(entry)}
                className="flex w-full cursor-grab items-center gap-2.5 rounded-lg px-1.5 py-1 text-left text-sm hover:bg-wash active:cursor-grabbing"
              >
                <span className="text-(--hue)">
                  <StepIcon name={entry.icon} size={16} />
                </span>
                <span className="truncate">{entry.title}</span>
              </button>
            ))}
          </section>
        ))}
        {shown.length === 0 && (
          <p className="px-2 py-6 text-center text-xs text-muted">No step is called that.</p>
        )}
      </div>
    </aside>
  )
}
