import { useStore as useFlowStore, useReactFlow, useStoreApi, type Viewport } from "@xyflow/react"
import { useEffect, useEffectEvent, useRef } from "react"
import { absoluteBoxes } from "../editor/canvas/absoluteBoxes.ts"
import { comeIntoView, isSeen } from "../editor/canvas/useComingIntoView.ts"
import { useEditor, useShownFacts } from "../editor/useEditor.ts"
import { t } from "../language/t.ts"
import { useWatchedRun, useWatchedView } from "../runs/runDesk.ts"
import { Button } from "../ui/Button.tsx"
import { oncePainted } from "../ui/oncePainted.ts"
import { type Asker, askerIn } from "./askerIn.ts"

/** So long, in milliseconds, a move takes, and what opens with the run. */
const settling = 1_000

/** What a person had before the eyes and in the hands as the run that is looked at began. */
interface Before {
  readonly run: string
  readonly view: Viewport
  readonly file: unknown
  readonly selection: unknown
}

/**
 * Brings the step at which the run waits for a person to where it is seen, once. Whoever has moved the canvas, chosen
 * or changed something since the run began is at work there: to them it is only offered.
 */
export default function AskerInView() {
  const run = useWatchedRun()?.run
  const shown = useWatchedView()
  const asker = shown === null ? null : askerIn(shown)
  const editor = useEditor()
  const flow = useReactFlow()
  const flowStore = useStoreApi()
  const { scene } = useShownFacts()
  const before = useRef<Before | null>(null)
  const known = useRef<string | null>(null)
  /** When whatever opens beside the canvas for the asker has opened. */
  const settled = useRef(0)
  const box = asker === null ? undefined : boxOf(asker)

  /** A box that is folded away is seen where it is folded into. */
  function boxOf({ step }: Asker) {
    const boxes = absoluteBoxes(scene)
    return boxes.get(step) ?? boxes.get(scene.nodes.find(({ hides }) => hides?.includes(step))?.id ?? "")
  }

  function now(of: string): Before {
    const { file, selection } = editor.store.getState()
    const { x, y, zoom } = flow.getViewport()
    // What stands in the middle stays there when the canvas becomes lower, which is nobody's move.
    return { run: of, view: { x, y: y - flowStore.getState().height / 2, zoom }, file, selection }
  }

  async function show() {
    const frame = flowStore.getState().domNode
    if (box && frame) await comeIntoView(flow, frame, box)
  }

  const onBegun = useEffectEvent(() => {
    if (run !== undefined) before.current = now(run)
  })
  /** It goes there, and again where the panel of the run opens while it does, which cuts it short. */
  const onAsked = useEffectEvent(() => {
    if (asker === null || run === undefined || before.current === null) return
    const isNew = asker.key !== known.current
    known.current = asker.key
    if (isNew ? !isUntouched(before.current, now(run)) : performance.now() > settled.current) return
    if (isNew) settled.current = performance.now() + settling
    void show()
    setTimeout(() => {
      before.current = now(run)
    }, settling)
  })
  const hasCome = shown !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run begins anew.
  useEffect(() => {
    if (hasCome) onBegun()
  }, [run, hasCome])
  const height = useFlowStore(state => state.height)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is told of each asker, and of what may cut a move short.
  useEffect(() => oncePainted(onAsked), [run, asker?.key, height])

  const isOut = useFlowStore(({ transform: [x, y, zoom], width, height }) =>
    box === undefined ? asker !== null : !isSeen(box, { x, y, zoom }, { width, height }),
  )
  if (asker === null || !isOut) return null
  return (
    <div className="absolute top-14 left-1/2 z-10 flex w-max max-w-[calc(100%-24px)] -translate-x-1/2 items-center gap-3 rounded-lg border border-line bg-panel py-1 pr-1 pl-3 text-xs shadow-card">
      <span className="min-w-0 truncate">{t`“${asker.name}” waits for you`}</span>
      <Button
        className="h-7"
        onPress={() => {
          editor.select([asker.step])
          void show()
        }}
      >{t`Show it`}</Button>
    </div>
  )
}

/** Whether a person has left everything as it was. */
function isUntouched(then: Before, now: Before): boolean {
  const moved = [then.view.x - now.view.x, then.view.y - now.view.y]
  return (
    then.run === now.run &&
    then.file === now.file &&
    then.selection === now.selection &&
    then.view.zoom === now.view.zoom &&
    moved.every(by => Math.abs(by) < 1)
  )
}
