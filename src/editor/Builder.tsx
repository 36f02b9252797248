import { getViewportForBounds, ReactFlowProvider, useReactFlow } from "@xyflow/react"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { HeldKeys } from "../ui/heldKeys.ts"
import { later } from "../ui/later.tsx"
import { afterPaint, oncePainted } from "../ui/oncePainted.ts"
import { BuilderHeader } from "./BuilderHeader.tsx"
import { CarriedKind } from "./CarriedKind.tsx"
import { Canvas } from "./canvas/Canvas.tsx"
import { areaOfShapes, drawingOf } from "./canvas/drawing/drawing.ts"
import { focusCanvas } from "./canvas/keptFocus.ts"
import type { CommandContext } from "./command.ts"
import { createDesk } from "./desk.ts"
import { shownFacts } from "./facts.ts"
import { focusFirstField } from "./firstField.ts"
import { LibraryPanel } from "./LibraryPanel.tsx"
import { useRunSlots } from "./runSlots.ts"
import {
  type BuilderHost,
  BuilderHostContext,
  CommandContextContext,
  DeskContext,
  useDesk,
  useDeskState,
  useShortcuts,
} from "./useBuilder.ts"
import { useEditor, useEditorState, usePen, useSaving } from "./useEditor.ts"
import { LoadingText } from "./yaml/LoadingText.tsx"

// What is not needed to see the workflow comes after it.
const YamlView = later(() => import("./yaml/YamlView.tsx"), LoadingText)
const Inspector = later(
  afterPaint(() => import("./inspector/Inspector.tsx")),
  InspectorRoom,
)
const Outline = later(
  () => import("./Outline.tsx"),
  () => <div className="flex-1" />,
)
const AddingPicker = later(() => import("./AddingPicker.tsx"), HeldKeys)
const Palette = later(() => import("./Palette.tsx"), HeldKeys)
const ProblemsPanel = later(() => import("./ProblemsPanel.tsx"))
const SaveNotice = later(() => import("./SaveNotice.tsx"))
const DeskDialogs = later(() => import("./dialogs/DeskDialogs.tsx"))

/** The builder around the open workflow. */
export function Builder({ host }: { readonly host: BuilderHost }) {
  const [desk] = useState(() => createDesk(isNarrow(), host.wish))
  return (
    <ReactFlowProvider>
      <DeskContext value={desk}>
        <BuilderHostContext value={host}>
          <Bench />
        </BuilderHostContext>
      </DeskContext>
    </ReactFlowProvider>
  )
}

function isNarrow(): boolean {
  return window.matchMedia("(max-width: 1100px)").matches
}

function Bench() {
  const editor = useEditor()
  const desk = useDesk()
  const flow = useReactFlow()
  const searchRef = useRef<HTMLInputElement>(null)
  const benchRef = useRef<HTMLDivElement>(null)
  const view = useEditorState(state => state.view)
  const { panel, aside, marks, tryOut } = useRunSlots()
  const hasCanvas = view === "canvas" || view === "split"
  const areaOfCanvas = useCallback(() => seenOfCanvas(benchRef.current), [])
  const context = useMemo<CommandContext>(
    () => ({
      editor,
      desk,
      tryOut,
      // The field may have to appear first; where there is no room for it, the list comes to the middle.
      findKind() {
        desk.setState({ isLibraryOpen: true })
        requestAnimationFrame(() => {
          if (searchRef.current?.checkVisibility()) return searchRef.current.focus()
          const id = [...editor.store.getState().selection].at(-1) ?? null
          const screen = { x: window.innerWidth / 2 - 140, y: window.innerHeight / 4 }
          desk.setState({ adding: { screen, target: { to: "behind", id } } })
        })
      },
      focusInspector: () => focusFirstField(benchRef.current),
      look: hasCanvas
        ? {
            zoomIn: () => void flow.zoomIn({ duration: 120 }),
            zoomOut: () => void flow.zoomOut({ duration: 120 }),
            actualSize: () => void flow.zoomTo(1, { duration: 160 }),
            middle() {
              const { left, top, width, height } = areaOfCanvas()
              return flow.screenToFlowPosition({ x: left + width / 2, y: top + height / 2 })
            },
            fit(ids = []) {
              const drawing = drawingOf(shownFacts(editor).scene, editor.store.getState().file.workflow)
              const area = areaOfShapes(drawing, new Set(ids))
              const { width, height } = areaOfCanvas()
              const view = getViewportForBounds(area, width, height, 0.05, 1, 0.1)
              void flow.setViewport(view, { duration: 160 })
            },
          }
        : null,
    }),
    [editor, desk, tryOut, flow, hasCanvas, areaOfCanvas],
  )
  useShortcuts(context)
  const isAdding = useDeskState(state => state.adding !== null)
  // Who opens one of these types at once.
  useEffect(
    () =>
      oncePainted(() => {
        for (const part of [AddingPicker, Palette, ProblemsPanel, SaveNotice]) void part.bring()
      }),
    [],
  )
  // Where there is room for it, or it is open anyway, what a step gave in a run shows in the inspector.
  useEffect(
    () =>
      marks.subscribe(({ reveals }, before) => {
        if (reveals === before.reveals || (isNarrow() && !desk.getState().isInspectorOpen)) return
        desk.setState({ stepSheet: "output", isInspectorOpen: true })
      }),
    [marks, desk],
  )
  const { isLibraryOpen, isInspectorOpen, areProblemsOpen, isPaletteOpen, dialog } = useDeskState(
    state => state,
  )
  const isInspected = isInspectorOpen && view !== "yaml"
  return (
    <CommandContextContext value={context}>
      <div ref={benchRef} className="flex h-full flex-col">
        <BuilderHeader />
        <Warning />
        <div className="relative flex min-h-0 flex-1">
          {aside}
          {isLibraryOpen && (view === "canvas" || view === "outline") && (
            <LibraryPanel searchRef={searchRef} />
          )}
          <div className="flex min-w-0 flex-1 flex-col">
            <div className="relative flex min-h-0 flex-1">
              <div className="flex min-w-0 flex-1">
                {hasCanvas && (
                  <section aria-label={t`Canvas`} className="min-w-0 flex-1">
                    <Canvas />
                  </section>
                )}
                {view === "outline" && <Outline />}
                {(view === "yaml" || view === "split") && (
                  <section
                    aria-label={t`YAML`}
                    className="min-w-0 flex-1 border-l border-line bg-panel first:border-0"
                  >
                    <YamlView />
                  </section>
                )}
              </div>
              {isInspected && <Inspector />}
            </div>
            {areProblemsOpen && <ProblemsPanel />}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: only hears keys that what is inside has no use for. */}
            <div
              className="contents"
              data-inspected={isInspected || undefined}
              onKeyDown={event => {
                if (event.key === "Escape" && !event.defaultPrevented) focusCanvas()
              }}
            >
              {panel}
            </div>
          </div>
        </div>
      </div>
      {isAdding && <AddingPicker />}
      <CarriedKind />
      {isPaletteOpen && <Palette />}
      {dialog !== null && <DeskDialogs />}
    </CommandContextContext>
  )
}

/** Whether the workflow is on disk and may be changed here is said only where it is not. */
function Warning() {
  const { is: standing } = useStore(usePen().store)
  const { is: saved } = useStore(useSaving().store)
  return standing === "elsewhere" || saved === "failed" ? <SaveNotice /> : null
}

/** The part of the screen in which the canvas is seen: on small ones the inspector lies over its end. */
function seenOfCanvas(bench: HTMLElement | null): DOMRect {
  const boundsOf = (name: string) => bench?.querySelector(name)?.getBoundingClientRect() ?? new DOMRect()
  const canvas = boundsOf(".react-flow")
  const { left } = boundsOf("[data-inspector]")
  if (left > canvas.left && left < canvas.right) canvas.width = left - canvas.left
  return canvas
}

/** What the inspector takes up, so that the canvas is as wide from the beginning. */
function InspectorRoom() {
  return <div className="w-[336px] shrink-0 border-l border-line bg-panel max-[1100px]:hidden" />
}
