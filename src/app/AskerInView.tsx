import { useStore as useFlowStore, useReactFlow, useStoreApi } from "@xyflow/react"
import { useEffect, useEffectEvent, useRef } from "react"
import { boxOrHider } from "../editor/canvas/absoluteBoxes.ts"
import { comeIntoView, isSeen } from "../editor/canvas/useComingIntoView.ts"
import { useEditor, useEditorState, useShownFacts } from "../editor/useEditor.ts"
import { t } from "../language/t.ts"
import { useWatchedRun, useWatchedView } from "../runs/runDesk.ts"
import { Button } from "../ui/Button.tsx"
import { oncePainted } from "../ui/oncePainted.ts"
import { type Asker, askersIn } from "./askersIn.ts"

/** So long, in milliseconds, whatever opens with the run or for the asker takes, which cuts a move short. */
const settling = 1_000

const nobody: readonly Asker[] = []

/** What a person had in the hands as the run that is looked at began. */
interface Before {
  readonly run: string
  readonly text: string
  readonly selection: ReadonlySet<string>
}

/**
 * Brings the step at which the run waits for a person to where it is seen, once; where several do, the one that is
 * selected, or else the first, and the next once that was answered. Whoever has moved the canvas, chosen or changed
 * something else since the run began is at work there: to them it is only offered.
 */
export default function AskerInView() {
  const run = useWatchedRun()?.run
  const shown = useWatchedView()
  const askers = shown === null ? nobody : askersIn(shown)
  const editor = useEditor()
  const chosen = useEditorState(state => state.selection)
  const at = Math.max(
    0,
    askers.findIndex(({ step }) => chosen.has(step)),
  )
  const asker = askers[at]
  const flow = useReactFlow()
  const flowStore = useStoreApi()
  const { scene } = useShownFacts()
  const before = useRef<Before | null>(null)
  /** The step that was shown last. */
  const led = useRef<string | null>(null)
  /** Whether a hand was at the canvas since then. */
  const isTouched = useRef(false)

  function now(of: string): Before {
    const { file, selection } = editor.store.getState()
    // The text as it is: what it says is read anew once the workflow is on the screen.
    return { run: of, text: file.text, selection }
  }

  function isUntouched(of: string): boolean {
    const [then, here] = [before.current, now(of)]
    if (then?.run !== of || then.text !== here.text || isTouched.current) return false
    // Whoever chose the step that asks is led on from there.
    const isLed = [...here.selection].every(step => step === led.current || step === asker?.step)
    return then.selection === here.selection || isLed
  }

  async function show(step: string) {
    const frame = flowStore.getState().domNode
    const box = boxOrHider(scene, step)
    if (box && frame) await comeIntoView(flow, frame, box)
  }

  /** Shows it to whoever asked to be led there. */
  function lead(of: string, { step }: Asker) {
    editor.select([step])
    before.current = now(of)
    isTouched.current = false
    void show(step)
  }

  const onBegun = useEffectEvent(() => {
    if (run === undefined) return
    before.current = now(run)
    isTouched.current = false
    led.current = null
  })
  const onAsked = useEffectEvent(() => {
    if (asker === undefined || run === undefined || !isUntouched(run)) return
    led.current = asker.step
    void show(asker.step)
  })
  const hasCome = shown !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run begins anew.
  useEffect(() => {
    if (hasCome) onBegun()
  }, [run, hasCome])
  const key = asker?.key
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is told of each asker of each run.
  useEffect(() => {
    if (key === undefined) return
    const stop = oncePainted(onAsked)
    const again = setTimeout(onAsked, settling)
    return () => {
      stop()
      clearTimeout(again)
    }
  }, [run, key])
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

  const box = asker === undefined ? undefined : boxOrHider(scene, asker.step)
  const isOut = useFlowStore(({ transform: [x, y, zoom], width, height }) =>
    box === undefined ? asker !== undefined : !isSeen(box, { x, y, zoom }, { width, height }),
  )
  const next = askers[(at + 1) % askers.length]
  if (run === undefined || asker === undefined || next === undefined || !(isOut || askers.length > 1))
    return null
  return (
    <div className="absolute top-3 left-1/2 z-10 flex w-max max-w-[calc(100%-24px)] -translate-x-1/2 items-center gap-3 rounded-lg border border-line bg-panel py-1 pr-1 pl-3 text-xs shadow-card [nav~&,.walked~&]:top-14">
      <span className="min-w-0 truncate">{t`“${asker.name}” waits for you`}</span>
      {askers.length > 1 && (
        <span className="shrink-0 text-muted tabular-nums">{t`${at + 1} of ${askers.length}`}</span>
      )}
      <span className="flex shrink-0 gap-1">
        {isOut && <Button className="h-7" onPress={() => lead(run, asker)}>{t`Show it`}</Button>}
        {askers.length > 1 && (
          <Button className="h-7" onPress={() => lead(run, next)}>{t`Show the next`}</Button>
        )}
      </span>
    </div>
  )
}
