import { useStore as useFlowStore, useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect, useEffectEvent, useRef } from "react"
import { boxOrHider } from "../editor/canvas/absoluteBoxes.ts"
import { comeIntoView, isSeen } from "../editor/canvas/useComingIntoView.ts"
import { useEditor, useShownFacts } from "../editor/useEditor.ts"
import { t } from "../language/t.ts"
import { useWatchedRun, useWatchedView } from "../runs/runDesk.ts"
import { Button } from "../ui/Button.tsx"
import { oncePainted } from "../ui/oncePainted.ts"
import { askerIn } from "./askerIn.ts"

/** So long, in milliseconds, a move takes, and what opens with the run. */
const settling = 1_000

/** What a person had in the hands as the run that is looked at began. */
interface Before {
  readonly run: string
  readonly text: string
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
  /** Whether a hand was at the canvas since then. */
  const isTouched = useRef(false)
  /** When whatever opens beside the canvas for the asker has opened. */
  const settled = useRef(0)
  const box = asker === null ? undefined : boxOrHider(scene, asker.step)

  function now(of: string): Before {
    const { file, selection } = editor.store.getState()
    // The text as it is: what it says is read anew once the workflow is on the screen.
    return { run: of, text: file.text, selection }
  }

  function isUntouched(run: string): boolean {
    const [then, here] = [before.current, now(run)]
    const isSame = then?.run === run && then.text === here.text && then.selection === here.selection
    return isSame && !isTouched.current
  }

  async function show() {
    const frame = flowStore.getState().domNode
    if (box && frame) await comeIntoView(flow, frame, box)
  }

  const onBegun = useEffectEvent(() => {
    if (run === undefined) return
    before.current = now(run)
    isTouched.current = false
  })
  /** It goes there, and again where the workflow or the panel of the run opens while it does, which cuts it short. */
  const onAsked = useEffectEvent(() => {
    if (asker === null || run === undefined) return
    const isNew = asker.key !== known.current
    known.current = asker.key
    if (!isUntouched(run) || (!isNew && performance.now() > settled.current)) return
    if (isNew) settled.current = performance.now() + settling
    void show()
  })
  const onSettled = useEffectEvent(() => {
    if (run !== undefined && isUntouched(run)) void show()
  })
  const hasCome = shown !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run begins anew.
  useEffect(() => {
    if (hasCome) onBegun()
  }, [run, hasCome])
  const height = useFlowStore(state => state.height)
  const key = asker?.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is told of each asker, and of what may cut a move short.
  useEffect(() => oncePainted(onAsked), [run, key, height])
  useEffect(() => {
    if (key === undefined) return
    const timer = setTimeout(onSettled, settling)
    return () => clearTimeout(timer)
  }, [key])
  const canvas = useFlowStore(({ domNode }) => domNode?.parentElement)
  useEffect(() => {
    const over = new AbortController()
    const touch = ({ target }: Event) => {
      // Whoever answers at a card goes on with the run.
      if (!(target instanceof Element && target.closest(".react-flow__node button"))) isTouched.current = true
    }
    for (const type of ["pointerdown", "wheel", "keydown"])
      canvas?.addEventListener(type, touch, { capture: true, signal: over.signal })
    return () => over.abort()
  }, [canvas])

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
