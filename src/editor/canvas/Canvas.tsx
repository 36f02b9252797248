import {
  type EdgeChange,
  getViewportForBounds,
  type NodeChange,
  ReactFlow,
  SelectionMode,
  useStore as useFlowStore,
  useReactFlow,
  useStoreApi,
  ViewportPortal,
} from "@xyflow/react"
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from "react"
import { flushSync } from "react-dom"
import { t } from "../../language/t.ts"
import { restand } from "../../model/edits/layout.ts"
import { cx } from "../../ui/cx.ts"
import { later } from "../../ui/later.tsx"
import { afterPaint, oncePainted } from "../../ui/oncePainted.ts"
import { commandById } from "../commands.ts"
import { decorOf } from "../decor.ts"
import { shownFacts } from "../facts.ts"
import { useHabits } from "../habits.ts"
import { goInside, holdsSteps } from "../insideCommands.ts"
import type { Point } from "../layout.ts"
import { useRunSlots } from "../runSlots.ts"
import type { SceneWire } from "../scene.ts"
import { useCommandContext, useDesk, useDeskState } from "../useBuilder.ts"
import { useEditor, useEditorState, useShownFacts } from "../useEditor.ts"
import { onlyWire } from "../wireWalk.ts"
import { Card, Container } from "./Card.tsx"
import { CanvasActionsContext } from "./canvasActions.ts"
import type { CanvasNode } from "./canvasNodes.ts"
import { FrameBox, NoteBox } from "./DecorBox.tsx"
import { Dots } from "./Dots.tsx"
import { drawingOf } from "./drawing/drawing.ts"
import { FarDrawing } from "./drawing/FarDrawing.tsx"
import { useDrawing } from "./drawing/useDrawing.ts"
import { createDragging } from "./gestures/dragging.ts"
import { createDropping } from "./gestures/dropping.ts"
import { createFarGestures } from "./gestures/far.ts"
import { Guides } from "./gestures/Guides.tsx"
import { DrawnWire, LedWires } from "./gestures/HeldWires.tsx"
import { createHeld, type Size } from "./gestures/held.ts"
import { Knife } from "./gestures/Knife.tsx"
import { createLeading } from "./gestures/leading.ts"
import { createMenuGestures } from "./gestures/menu.ts"
import { createSlicing } from "./gestures/slicing.ts"
import { TappedOutlet } from "./gestures/TappedOutlet.tsx"
import { createWiring } from "./gestures/wiring.ts"
import { LaneTitles } from "./inside/LaneTitles.tsx"
import { useFollowing } from "./inside/useFollowing.ts"
import { focusBox, isFree, useKeptFocus } from "./keptFocus.ts"
import { LabelLayerContext } from "./labelLayer.ts"
import { createNear } from "./near.ts"
import { Toolbar } from "./Toolbar.tsx"
import { useCanvasNodes } from "./useCanvasNodes.ts"
import { readableZoom, useComingIntoView } from "./useComingIntoView.ts"
import { useKeptMiddle } from "./useKeptMiddle.ts"
import { type WireEdge, WireLine } from "./WireLine.tsx"
import { type Direction, walk } from "./walk.ts"
import "./canvas.css"

const Crumbs = later(() => import("./inside/Crumbs.tsx"))
const FirstStep = later(afterPaint(() => import("./inside/FirstStep.tsx")))
const ReadLines = later(afterPaint(() => import("./inside/ReadLines.tsx")))
const WalkedWire = later(afterPaint(() => import("./inside/WalkedWire.tsx")))
const Minimap = later(afterPaint(() => import("./drawing/Minimap.tsx")))
const CanvasMenu = later(() => import("./CanvasMenu.tsx"))
const nodeTypes = { card: Card, container: Container, note: NoteBox, frame: FrameBox }
const edgeTypes = { wire: WireLine }
const farZoom = 0.3
/** A workflow with more boxes than this is one drawing when it is seen from far away. */
const mostElements = 300
const openingMargin = 40
const tidyingTime = 260
const joiningKeys = ["Shift", "Meta", "Control"]
const noAttribution = { hideAttribution: true }
const arrows: { readonly [key: string]: Direction } = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
}

/** The workflow as a drawing that one can work on. Gestures are felt here, and become edits when they end. */
export function Canvas() {
  const editor = useEditor()
  const desk = useDesk()
  const flow = useReactFlow<CanvasNode, WireEdge>()
  const flowStore = useStoreApi<CanvasNode, WireEdge>()
  const facts = useShownFacts()
  const grounds = useEditorState(state => state.grounds)
  const isTidying = useDeskState(state => state.isTidying)
  const isBoxing = useDeskState(state => state.isBoxing)
  const isEmpty = useEditorState(state => state.hasPen && state.file.workflow.steps.length === 0)
  const hasMenu = useDeskState(state => state.menu !== null)
  // The keys that follow a menu's are for it.
  useEffect(() => oncePainted(() => void CanvasMenu.bring()), [])
  const isFar = useFlowStore(state => state.transform[2] < farZoom)
  const isWiring = useFlowStore(
    state => state.connection.inProgress || state.connectionClickStartHandle !== null,
  )
  const frame = useRef<HTMLDivElement>(null)
  const [held] = useState(createHeld)
  const [labels, setLabels] = useState<HTMLElement | null>(null)
  const isDrawn = isFar && facts.scene.nodes.length > mostElements
  const [nearNow] = useState(createNear)
  const near = useFlowStore(nearNow)
  const { nodes, edges, current, reachable } = useCanvasNodes(held, { isDrawn, near })
  const { drawing, marks } = useDrawing()
  const context = useCommandContext()
  const habits = useHabits()
  const { afloat } = useRunSlots()
  const { look } = context
  // The gestures live as long as the canvas: React Flow compares each of them in every frame of a drag.
  const gestures = useMemo(() => {
    const parts = { editor, desk, flow, flowStore, held, habits: habits.store }
    return {
      ...createDragging(parts),
      ...createWiring(parts),
      ...createDropping(parts),
      ...createSlicing(parts),
      ...createLeading(parts),
      ...createMenuGestures(parts),
    }
  }, [editor, desk, flow, flowStore, held, habits])
  const far = useMemo(() => createFarGestures({ editor, flow, drawing }), [editor, flow, drawing])

  useEffect(() => {
    if (!isTidying) return
    const timer = setTimeout(() => {
      desk.setState({ isTidying: false })
      look?.fit()
    }, tidyingTime)
    return () => clearTimeout(timer)
  }, [isTidying, desk, look])

  useEffect(
    () =>
      desk.subscribe(({ carried }, before) => {
        if (carried && carried !== before.carried) gestures.onCarried(carried)
      }),
    [desk, gestures],
  )
  useComingIntoView(frame, current)
  useFollowing()
  useKeptFocus(frame, reachable, facts.scene)
  useKeptMiddle(frame)

  const actions = useMemo(
    () => ({
      insertInto: (wire: SceneWire, screen: Point) =>
        desk.setState({ adding: { screen, target: { to: "wire", wire } } }),
      rename: (id: string | null) => desk.setState({ renaming: id }),
      fold: (id: string, collapsed: boolean) =>
        editor.edit(workflow => restand(workflow, { [id]: { collapsed } })),
      resize: (id: string, { width, height }: Size) =>
        editor.edit(workflow =>
          restand(workflow, { [id]: { size: [Math.round(width), Math.round(height)] } }),
        ),
    }),
    [desk, editor],
  )

  const handlers = useMemo(() => {
    function onSelect(changes: readonly (NodeChange<CanvasNode> | EdgeChange<WireEdge>)[]) {
      const chosen = changes.filter(change => change.type === "select")
      if (chosen.length === 0) return
      const next = new Set(editor.store.getState().selection)
      for (const { id, selected } of chosen) {
        if (selected) next.add(id)
        else next.delete(id)
      }
      desk.setState({ wiresOf: null })
      editor.select(next)
    }
    return {
      onEdgesChange: onSelect,
      onNodesChange(changes: NodeChange<CanvasNode>[]) {
        gestures.onMove(changes)
        onSelect(changes)
      },
      /** A name is changed in place; a container opens, wherever else on it the hand is. */
      onNodeDoubleClick({ target }: MouseEvent, { id }: CanvasNode) {
        const isName = target instanceof Element && target.closest(".card-name") !== null
        if (!isName && holdsSteps(editor, id)) return goInside(editor, id)
        if (decorOf(id) !== null || shownFacts(editor).steps.has(id)) desk.setState({ renaming: id })
      },
      /** Begins where the workflow begins, as large as can be read, and with all of it where that fits. */
      onInit() {
        const { width = 0, height = 0 } = frame.current?.getBoundingClientRect() ?? {}
        const { area: bounds } = drawingOf(shownFacts(editor).scene, editor.store.getState().file.workflow)
        const whole = getViewportForBounds(bounds, width, height, readableZoom, 1, 0.1)
        const isCut = bounds.width * whole.zoom > width
        void flow.setViewport(isCut ? { ...whole, x: openingMargin - bounds.x * whole.zoom } : whole)
      },
    }
  }, [editor, desk, flow, gestures])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is another ground, which is begun anew.
  useEffect(() => handlers.onInit(), [grounds, handlers])

  function onKeyDown(event: KeyboardEvent) {
    const direction = arrows[event.key]
    if (hasModifier(event) || event.target instanceof HTMLInputElement) return
    const focused = event.target instanceof Element ? event.target.closest(".react-flow__node") : null
    // The box that Tab came to is what Enter means, and what is asked for then has its form.
    if (event.key === "Enter" && focused instanceof HTMLElement && focused === event.target) {
      const { id } = focused.dataset
      const isMeant = editor.store.getState().selection.has(id ?? "") || onlyWire(editor) !== null
      if (id !== undefined && !isMeant) flushSync(() => editor.select([id]))
    }
    if (!direction) return
    event.preventDefault()
    const wire = onlyWire(editor)
    // From a wire one goes to its ends, and up and down to the other wires of the step that it was come to from.
    if (wire && (direction === "up" || direction === "down")) {
      const command = commandById(direction === "down" ? "next_wire" : "previous_wire")
      return command.run(context)
    }
    if (wire) {
      const end = direction === "left" ? wire.from : wire.to
      editor.select([end])
      return focusBox(frame.current, end)
    }
    const here = focused instanceof HTMLElement ? (focused.dataset.id ?? null) : (current ?? null)
    const next = walk(facts.scene, here, direction)
    if (next === null) return
    editor.select([next])
    focusBox(frame.current, next)
  }

  /** What was asked about goes on being worked on, unless the answer has taken the focus elsewhere. */
  function onMenuClosed() {
    oncePainted(() => reachable !== undefined && isFree() && focusBox(frame.current, reachable))
  }

  function onDoubleClick(event: MouseEvent) {
    if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return
    if (isDrawn && far.comeNear(event)) return
    const screen = { x: event.clientX, y: event.clientY }
    desk.setState({ adding: { screen, target: { to: "place", at: flow.screenToFlowPosition(screen) } } })
  }

  return (
    <CanvasActionsContext value={actions}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: React Flow's own element inside takes the focus. */}
      <div
        ref={frame}
        className={cx(
          "relative size-full",
          isFar && "is-far",
          isWiring && "is-wiring",
          isTidying && "is-tidying",
        )}
        onDrop={gestures.onDrop}
        onDragOver={gestures.onDragOver}
        onDragLeave={gestures.onDragLeave}
        onKeyDown={onKeyDown}
        onDoubleClick={onDoubleClick}
        onContextMenu={gestures.onContextMenu}
        onMouseDownCapture={gestures.onMouseDownCapture}
        onPointerDownCapture={event => gestures.onShiftDown(event) || gestures.onPointerDown(event)}
        onPointerMoveCapture={gestures.onPointerMove}
        onPointerUpCapture={gestures.letGo}
        onPointerCancelCapture={gestures.letGo}
      >
        <LabelLayerContext value={labels}>
          <ReactFlow<CanvasNode, WireEdge>
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onNodesChange={handlers.onNodesChange}
            onEdgesChange={handlers.onEdgesChange}
            onNodeDrag={gestures.onNodeDrag}
            onNodeDragStop={gestures.onNodeDragStop}
            onSelectionDrag={gestures.onSelectionDrag}
            onSelectionDragStop={gestures.onSelectionDragStop}
            onNodeDoubleClick={handlers.onNodeDoubleClick}
            onConnect={gestures.onConnect}
            onConnectEnd={gestures.onConnectEnd}
            onClickConnectEnd={gestures.onClickConnectEnd}
            onNodeClick={gestures.onNodeClick}
            onReconnect={gestures.onReconnect}
            onReconnectStart={gestures.onReconnectStart}
            onReconnectEnd={gestures.onReconnectEnd}
            connectionLineComponent={DrawnWire}
            isValidConnection={gestures.isValidConnection}
            {...(isDrawn ? far.handlers : {})}
            onlyRenderVisibleElements
            onInit={handlers.onInit}
            minZoom={0.05}
            maxZoom={2}
            selectionMode={SelectionMode.Partial}
            multiSelectionKeyCode={joiningKeys}
            selectionOnDrag={isBoxing}
            panOnDrag={!isBoxing}
            panOnScroll
            zoomOnDoubleClick={false}
            connectionRadius={28}
            deleteKeyCode={null}
            disableKeyboardA11y
            elevateNodesOnSelect={false}
            proOptions={noAttribution}
            aria-label={t`Canvas`}
          >
            <Dots />
            <ViewportPortal>
              <div ref={setLabels} className="labels" />
              <LaneTitles />
            </ViewportPortal>
            {isDrawn && <FarDrawing drawing={drawing} marks={marks} held={held} />}
            <Guides held={held} />
            <LedWires held={held} />
            <ReadLines />
          </ReactFlow>
        </LabelLayerContext>
        {facts.scene.within !== null && <Crumbs />}
        {isEmpty && <FirstStep />}
        <TappedOutlet />
        <WalkedWire />
        <Knife held={held} />
        {afloat}
        <Minimap drawing={drawing} marks={marks} />
        <Toolbar />
        {hasMenu && <CanvasMenu onClosed={onMenuClosed} />}
      </div>
    </CanvasActionsContext>
  )
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
}
