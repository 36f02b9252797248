import {
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  getViewportForBounds,
  MiniMap,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
  SelectionMode,
  useStore as useFlowStore,
  useReactFlow,
} from "@xyflow/react"
import { type DragEvent, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react"
import { cx } from "../../ui/cx.ts"
import { decorOf, insideFrame, moveAll } from "../decor.ts"
import type { Point } from "../layout.ts"
import { type SceneWire, sizes, triggerOfNode } from "../scene.ts"
import { useDesk, useDeskState } from "../useBuilder.ts"
import { useEditor, useEditorState, useFacts, useFindings } from "../useEditor.ts"
import { absoluteBoxes } from "./absoluteBoxes.ts"
import { type BoxNode, Card, Container } from "./Card.tsx"
import { CanvasActionsContext } from "./canvasActions.ts"
import { canConnect, dropBoxes, dropKind, wireUp } from "./canvasEdits.ts"
import { edgesOf, nodesOf } from "./canvasNodes.ts"
import { FrameBox, type FrameNode, NoteBox, type NoteNode } from "./DecorBox.tsx"
import { decorNodesOf } from "./decorNodes.ts"
import { kindDragType, landingAt, wireAt } from "./dropping.ts"
import { Toolbar } from "./Toolbar.tsx"
import { type WireEdge, WireLine } from "./WireLine.tsx"
import { type Direction, walk } from "./walk.ts"
import "./canvas.css"

const nodeTypes = { card: Card, container: Container, note: NoteBox, frame: FrameBox }
const edgeTypes = { wire: WireLine }
const farZoom = 0.3
/** A workflow is opened no smaller than this: what cannot be read is no beginning. */
const readableZoom = 0.62
const openingMargin = 40
const tidyingTime = 260
const fitOptions = { padding: 0.1, maxZoom: 1 }
const arrows: { readonly [key: string]: Direction } = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
}

/** All that stands on the canvas. */
type CanvasNode = BoxNode | NoteNode | FrameNode

/** The workflow as a drawing that one can work on. Gestures are felt here, and become edits when they end. */
export function Canvas() {
  const editor = useEditor()
  const desk = useDesk()
  const flow = useReactFlow<CanvasNode, WireEdge>()
  const facts = useFacts()
  const { problemsByNode } = useFindings()
  const selection = useEditorState(state => state.selection)
  const isTidying = useDeskState(state => state.isTidying)
  const isFar = useFlowStore(state => state.transform[2] < farZoom)
  const isWiring = useFlowStore(state => state.connection.inProgress)
  const frame = useRef<HTMLDivElement>(null)
  /** Where boxes are while they are dragged; the document hears of it on drop. */
  const [dragged, setDragged] = useState<ReadonlyMap<string, Point> | null>(null)
  /** How large notes and frames are while a hand is at their edge. */
  const [sized, setSized] = useState<ReadonlyMap<string, Size> | null>(null)
  const notes = useEditorState(state => state.file.workflow.notes)
  const frames = useEditorState(state => state.file.workflow.frames)
  /** The container that what is held would land in. */
  const [target, setTarget] = useState<string | null>(null)

  const still = useMemo(() => nodesOf(facts.scene, problemsByNode), [facts, problemsByNode])
  const edges = useMemo(() => edgesOf(facts.scene), [facts])
  const current = [...selection].findLast(id => facts.scene.nodes.some(node => node.id === id))
  const decor = useMemo(
    () => decorNodesOf({ ...(notes && { notes }), ...(frames && { frames }) }),
    [notes, frames],
  )
  const shownDecor = useMemo(
    () =>
      decor.map(node => ({
        ...node,
        selected: selection.has(node.id),
        position: dragged?.get(node.id) ?? node.position,
        ...sized?.get(node.id),
      })),
    [decor, selection, dragged, sized],
  )
  const nodes = useMemo(() => {
    const reachable = current ?? still[0]?.id
    return still.map(node => {
      const position = dragged?.get(node.id)
      const selected = selection.has(node.id)
      const focusable = node.id === reachable
      const isTarget = node.id === target
      if (!position && !selected && !focusable && !isTarget) return node
      const data = isTarget ? { ...node.data, isTarget } : node.data
      return { ...node, selected, focusable, data, position: position ?? node.position }
    })
  }, [still, selection, dragged, current, target])
  const everything = useMemo(() => [...shownDecor, ...nodes], [shownDecor, nodes])
  const shownEdges = useMemo(
    () => edges.map(edge => (selection.has(edge.id) ? { ...edge, selected: true } : edge)),
    [edges, selection],
  )

  useEffect(() => {
    if (!isTidying) return
    const timer = setTimeout(() => {
      desk.setState({ isTidying: false })
      void flow.fitView({ ...fitOptions, duration: 200 })
    }, tidyingTime)
    return () => clearTimeout(timer)
  }, [isTidying, desk, flow])

  // What is selected from elsewhere (the text, the outline, the palette, a new step) comes into view.
  useEffect(() => {
    const box = current === undefined ? undefined : absoluteBoxes(facts.scene).get(current)
    const area = frame.current?.getBoundingClientRect()
    if (!box || !area) return
    const { x, y, zoom } = flow.getViewport()
    const [left, top] = [box.x * zoom + x, box.y * zoom + y]
    const [right, bottom] = [left + box.node.width * zoom, top + sizes.card.height * zoom]
    if (left >= 0 && top >= 0 && right <= area.width && bottom <= area.height) return
    const middle = { x: box.x + box.node.width / 2, y: box.y + sizes.card.height / 2 }
    void flow.setCenter(middle.x, middle.y, { zoom: Math.max(zoom, readableZoom), duration: 180 })
  }, [current, facts, flow])

  const actions = useMemo(
    () => ({
      insertInto: (wire: SceneWire, screen: Point) =>
        desk.setState({ adding: { screen, target: { to: "wire", wire } } }),
      rename: (id: string | null) => desk.setState({ renaming: id }),
    }),
    [desk],
  )

  /** Begins where the workflow begins, as large as can be read, and with all of it where that fits. */
  function open(instance: ReactFlowInstance<CanvasNode, WireEdge>) {
    const { width = 0, height = 0 } = frame.current?.getBoundingClientRect() ?? {}
    const bounds = instance.getNodesBounds(instance.getNodes())
    const whole = getViewportForBounds(bounds, width, height, readableZoom, 1, fitOptions.padding)
    const isCut = bounds.width * whole.zoom > width
    void instance.setViewport(isCut ? { ...whole, x: openingMargin - bounds.x * whole.zoom } : whole)
  }

  function onNodesChange(changes: NodeChange<CanvasNode>[]) {
    const resized = changes.filter(change => change.type === "dimensions")
    for (const { id, dimensions, resizing } of resized) {
      if (decorOf(id) === null || resizing === undefined) continue
      setSized(resizing && dimensions ? new Map([[id, dimensions]]) : null)
      if (!resizing) setDragged(null)
    }
    const moved = changes.filter(change => change.type === "position")
    if (moved.length > 0) {
      setDragged(before => {
        const places = new Map(before)
        for (const { id, position } of moved) if (position) places.set(id, position)
        return places
      })
    }
    onSelect(changes)
  }

  function onSelect(changes: readonly (NodeChange<CanvasNode> | EdgeChange<WireEdge>)[]) {
    const chosen = changes.filter(change => change.type === "select")
    if (chosen.length === 0) return
    const next = new Set(editor.store.getState().selection)
    for (const { id, selected } of chosen) {
      if (selected) next.add(id)
      else next.delete(id)
    }
    editor.select(next)
  }

  function onNodeDrag(_: unknown, node: CanvasNode) {
    const held = decorOf(node.id)
    if (held !== null) {
      if (held.type === "frame") carry(held.index, node.position)
      return
    }
    const middle = middleOf(node)
    const landing = landingAt(
      editor.store.getState().file.workflow,
      facts.scene,
      middle,
      id => !isWithin(id, node.id),
    )
    setTarget(landing.holder !== null && landing.holder !== (node.parentId ?? null) ? landing.holder : null)
  }

  /** What stands in a frame goes where the frame goes. */
  function carry(index: number, to: Point) {
    const { workflow } = editor.store.getState().file
    const before = workflow.frames?.[index]?.at
    if (!before) return
    const [dx, dy] = [to.x - before[0], to.y - before[1]]
    const inside = insideFrame(workflow, facts.scene, index).flatMap(id => {
      const node = still.find(each => each.id === id) ?? decor.find(each => each.id === id)
      return node ? [[id, { x: node.position.x + dx, y: node.position.y + dy }] as const] : []
    })
    setDragged(held => new Map([...(held ?? []), ...inside, [`frame:${index}`, to]]))
  }

  function onNodeDragStop(event: MouseEvent | TouchEvent, node: CanvasNode) {
    const places = dragged
    setDragged(null)
    setTarget(null)
    if (!places) return
    const { workflow } = editor.store.getState().file
    if ([...places.keys()].some(id => decorOf(id) !== null)) {
      editor.edit(() => moveAll(workflow, editor.catalogue, places))
      return
    }
    const landing = landingAt(workflow, facts.scene, middleOf(node), id => !isWithin(id, node.id))
    const screen = pointOf(event)
    const wire =
      places.size === 1 && screen ? facts.scene.wires.find(({ id }) => id === wireAt(screen)) : undefined
    editor.edit(() =>
      dropBoxes(workflow, editor.catalogue, { places, landing, dropped: node.id, wire: wire ?? null }),
    )
  }

  function middleOf(node: CanvasNode): Point {
    const inside = flow.getInternalNode(node.id)?.internals.positionAbsolute ?? node.position
    const height = node.type === "container" ? 48 : (node.height ?? 0)
    return { x: inside.x + (node.width ?? 0) / 2, y: inside.y + height / 2 }
  }

  /** Whether the first box is the second, or stands inside it. */
  function isWithin(id: string, around: string): boolean {
    for (let here: string | null = id; here !== null; ) {
      if (here === around) return true
      const at: string = here
      here = facts.scene.nodes.find(node => node.id === at)?.parent ?? null
    }
    return false
  }

  function onConnect(connection: Connection) {
    editor.edit(workflow => wireUp(workflow, editor.catalogue, null, connection))
  }

  function onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
    const screen = pointOf(event)
    if (state.isValid || !screen || state.fromHandle?.type !== "source" || !state.fromNode) return
    const { id: from } = state.fromNode
    const outlet = state.fromHandle.id ?? "success"
    if (state.toNode && state.toNode.id !== from) {
      const connection = { source: from, sourceHandle: outlet, target: state.toNode.id, targetHandle: null }
      if (canConnect(editor.store.getState().file.workflow, connection)) onConnect(connection)
      return
    }
    if (triggerOfNode(from) !== null) return
    const at = flow.screenToFlowPosition(screen)
    desk.setState({ adding: { screen, target: { to: "outlet", from, outlet, at } } })
  }

  function onDrop(event: DragEvent) {
    const kind = event.dataTransfer.getData(kindDragType)
    const entry = editor.catalogue.kinds[kind]
    setTarget(null)
    if (!entry) return
    event.preventDefault()
    const screen = { x: event.clientX, y: event.clientY }
    const { workflow } = editor.store.getState().file
    const landing = landingAt(workflow, facts.scene, flow.screenToFlowPosition(screen))
    const wire = facts.scene.wires.find(({ id }) => id === wireAt(screen)) ?? null
    const added = dropKind(workflow, editor.catalogue, entry, landing, wire)
    editor.edit(() => added.workflow, { select: [added.id] })
  }

  function onDragOver(event: DragEvent) {
    if (!event.dataTransfer.types.includes(kindDragType)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = "copy"
    const point = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    setTarget(landingAt(editor.store.getState().file.workflow, facts.scene, point).holder)
  }

  function onKeyDown(event: KeyboardEvent) {
    const direction = arrows[event.key]
    if (!direction || hasModifier(event) || event.target instanceof HTMLInputElement) return
    event.preventDefault()
    const focused = event.target instanceof Element ? event.target.closest(".react-flow__node") : null
    const here = focused instanceof HTMLElement ? (focused.dataset.id ?? null) : (current ?? null)
    const next = walk(facts.scene, here, direction)
    if (next === null) return
    editor.select([next])
    focusBox(next)
  }

  /** Takes the focus to a box, which may first have to come into view and be drawn. */
  function focusBox(id: string, tries = 40) {
    const box = frame.current?.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
    if (box instanceof HTMLElement) box.focus({ preventScroll: true })
    if (box !== document.activeElement && tries > 0) requestAnimationFrame(() => focusBox(id, tries - 1))
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
        onDrop={onDrop}
        onDragOver={onDragOver}
        onDragLeave={() => setTarget(null)}
        onKeyDown={onKeyDown}
        onDoubleClick={event => {
          if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane"))
            return
          const screen = { x: event.clientX, y: event.clientY }
          desk.setState({
            adding: { screen, target: { to: "place", at: flow.screenToFlowPosition(screen) } },
          })
        }}
      >
        <ReactFlow<CanvasNode, WireEdge>
          nodes={everything}
          edges={shownEdges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onEdgesChange={onSelect}
          onNodeDrag={onNodeDrag}
          onNodeDragStop={onNodeDragStop}
          onNodeDoubleClick={(_, { id }) => {
            if (decorOf(id) !== null || facts.steps.has(id)) actions.rename(id)
          }}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          onReconnect={(edge, connection) =>
            editor.edit(workflow => wireUp(workflow, editor.catalogue, edge.data?.wire ?? null, connection))
          }
          isValidConnection={connection =>
            canConnect(editor.store.getState().file.workflow, connection as Connection)
          }
          onlyRenderVisibleElements
          onInit={open}
          minZoom={0.05}
          maxZoom={2}
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={["Shift", "Meta", "Control"]}
          panOnScroll
          zoomOnDoubleClick={false}
          connectionRadius={28}
          deleteKeyCode={null}
          disableKeyboardA11y
          elevateNodesOnSelect={false}
          proOptions={{ hideAttribution: true }}
          aria-label="Canvas"
        >
          <Background variant={BackgroundVariant.Dots} gap={22} size={1.6} />
          <MiniMap
            pannable
            zoomable
            maskStrokeWidth={1.5}
            nodeBorderRadius={10}
            nodeColor={node => (node.type === "frame" ? "transparent" : "")}
            style={{ width: 150, height: 96 }}
            ariaLabel="Overview of the workflow"
          />
        </ReactFlow>
        <Toolbar />
      </div>
    </CanvasActionsContext>
  )
}

interface Size {
  readonly width: number
  readonly height: number
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
}

function pointOf(event: MouseEvent | TouchEvent): Point | null {
  const at = "changedTouches" in event ? event.changedTouches[0] : event
  return at ? { x: at.clientX, y: at.clientY } : null
}
