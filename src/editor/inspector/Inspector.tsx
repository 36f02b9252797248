import { X } from "lucide-react"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { decorOf } from "../decor.ts"
import { triggerOfNode } from "../scene.ts"
import { useDesk } from "../useBuilder.ts"
import { useEditorState, useFacts, useSteps } from "../useEditor.ts"
import { Changeable } from "./Changeable.tsx"
import { DecorInspector } from "./DecorInspector.tsx"
import { ManyInspector } from "./ManyInspector.tsx"
import { StepInspector } from "./StepInspector.tsx"
import { TriggerInspector } from "./TriggerInspector.tsx"
import { WireInspector } from "./WireInspector.tsx"
import { WorkflowInspector } from "./WorkflowInspector.tsx"

/** What is selected, as a form: a step, a trigger, a wire, or the workflow itself where nothing is. */
export default function Inspector() {
  const desk = useDesk()
  return (
    <aside
      data-inspector
      aria-label={t`Inspector`}
      onKeyDown={event => {
        if (event.key !== "Escape" || event.defaultPrevented) return
        document
          .querySelector<HTMLElement>(".react-flow__node.selected, .react-flow__node[tabindex='0']")
          ?.focus()
      }}
      className="relative flex w-[336px] shrink-0 flex-col border-l border-line bg-panel max-[1100px]:absolute max-[1100px]:inset-y-0 max-[1100px]:right-0 max-[1100px]:z-20 max-[1100px]:shadow-float max-[700px]:w-full"
    >
      <IconButton
        icon={X}
        label={t`Close the inspector`}
        side="left"
        className="absolute top-3 right-2 z-10"
        onPress={() => desk.setState({ isInspectorOpen: false })}
      />
      <Inspected />
    </aside>
  )
}

function Inspected() {
  const selection = useEditorState(state => state.selection)
  const steps = useSteps()
  const boxes = [...selection].filter(
    id => steps.has(id) || triggerOfNode(id) !== null || decorOf(id) !== null,
  )
  const [first] = boxes
  if (first === undefined) {
    return <Changeable>{selection.size === 1 ? <WireOrWorkflow /> : <WorkflowInspector />}</Changeable>
  }
  if (boxes.length > 1) {
    return (
      <Changeable>
        <ManyInspector count={boxes.length} />
      </Changeable>
    )
  }
  const decor = decorOf(first)
  if (decor !== null) {
    return (
      <Changeable>
        <DecorInspector key={first} decor={decor} />
      </Changeable>
    )
  }
  const triggerId = triggerOfNode(first)
  const found = steps.get(first)
  if (triggerId !== null) {
    return (
      <Changeable>
        <TriggerInspector key={first} id={triggerId} />
      </Changeable>
    )
  }
  return found ? <StepInspector key={first} step={found.step} path={found.path} /> : null
}

/** The selected wire; of a trigger's, which says nothing of its own, there is no form. */
function WireOrWorkflow() {
  const selection = useEditorState(state => state.selection)
  const { wires } = useFacts().scene
  const drawn = wires.find(({ id }) => selection.has(id))
  if (!drawn?.wire) return <WorkflowInspector />
  return <WireInspector key={drawn.id} drawn={drawn} wire={drawn.wire} />
}
