import { Handle, type Node, type NodeProps, NodeResizeControl, Position } from "@xyflow/react"
import { ChevronDown, ChevronRight, Lock } from "lucide-react"
import { type CSSProperties, memo } from "react"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { setName } from "../../model/edits/fields.ts"
import type { Problem } from "../../model/problems.ts"
import { cx } from "../../ui/cx.ts"
import { useIsUntried, useStepState } from "../runSlots.ts"
import { IconTile } from "../StepIcon.tsx"
import { sayProblems } from "../sayProblems.ts"
import { type SceneNode, sizes } from "../scene.ts"
import { useDeskState } from "../useBuilder.ts"
import { useEditor } from "../useEditor.ts"
import { useCanvasActions } from "./canvasActions.ts"
import { RunMark } from "./RunMark.tsx"
import { TrialMarks } from "./TrialMarks.tsx"

/** What a box on the canvas is drawn from. */
export interface BoxData extends Record<string, unknown> {
  readonly node: SceneNode
  readonly problems: readonly Problem[]
  readonly wiredFailure: boolean
  /** Something is held over it that would land inside. */
  readonly isTarget: boolean
}

/** A box on the canvas. */
export type BoxNode = Node<BoxData>

/** A step or a trigger: what it is, what it will really do, and whether something is wrong with it. */
export const Card = memo(function Card({ data }: NodeProps<BoxNode>) {
  const { node, problems } = data
  const run = useStepState(node.id)
  return (
    <div
      className={cx(
        "card",
        node.isDisabled && "is-disabled",
        !node.isKnown && "is-unknown",
        node.hides !== null && "is-collapsed",
      )}
      data-run={run?.isAside ? "aside" : run?.icon}
      data-hue={node.hue}
      data-type={node.type}
    >
      <IconTile name={node.icon} />
      <div className="card-text">
        <CardName node={node} />
        <div className="card-line">{node.line}</div>
      </div>
      {node.hides !== null && <Fold node={node} />}
      <RunMark id={node.id} />
      <TrialMarks id={node.id} name={node.name} />
      <ProblemBadge problems={problems} />
      <Handles {...data} />
    </div>
  )
})

/** A step that holds others: a head like a card's, and a place for what is inside. */
export const Container = memo(function Container({ data, selected }: NodeProps<BoxNode>) {
  const { node, problems, isTarget } = data
  const run = useStepState(node.id)
  return (
    <div
      className={cx(
        "container",
        node.isDisabled && "is-disabled",
        !node.isKnown && "is-unknown",
        isTarget && "is-target",
      )}
      data-run={run?.isAside ? "aside" : run?.icon}
      data-hue={node.hue}
    >
      <div className="container-head">
        <IconTile name={node.icon} size={30} />
        <div className="card-text">
          <CardName node={node} />
          <span className="card-line">{node.line}</span>
        </div>
        <RunMark id={node.id} />
        <TrialMarks id={node.id} name={node.name} />
        {node.type === "container" && <Fold node={node} />}
      </div>
      {selected && node.type === "container" && !node.isLocked && <Corner id={node.id} />}
      {node.lanes.map(lane => (
        <div key={lane.scope}>
          {lane.title && (
            <span className="lane-title" style={{ top: lane.y - 20 }}>
              {lane.title}
            </span>
          )}
          {lane.isEmpty && (
            <div
              className="lane-empty"
              style={{ top: lane.y, height: lane.height - 28 }}
            >{t`Drop steps here`}</div>
          )}
        </div>
      ))}
      <ProblemBadge problems={problems} />
      <Handles {...data} />
    </div>
  )
})

/** The name of a box, which becomes a field while it is changed. */
function CardName({ node }: { readonly node: SceneNode }) {
  const editor = useEditor()
  const { rename } = useCanvasActions()
  const isRenaming = useDeskState(desk => desk.renaming === node.id)
  if (!isRenaming) {
    return (
      <div className="card-name">
        {node.name}
        {node.isLocked && <Lock size={11} strokeWidth={2.5} className="card-lock" aria-hidden />}
      </div>
    )
  }
  const finish = (name: string) => {
    rename(null)
    editor.edit(workflow => setName(workflow, node.id, name.trim().slice(0, 200)))
  }
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the field appears because somebody asked to type in it.
      autoFocus
      className="card-rename nodrag nopan"
      aria-label={t`Name of the step`}
      defaultValue={node.name}
      onFocus={event => event.target.select()}
      onBlur={event => finish(event.target.value)}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === "Enter") event.currentTarget.blur()
        if (event.key !== "Escape") return
        event.currentTarget.value = node.name
        rename(null)
      }}
    />
  )
}

/** Hides or shows what is inside. Keys do it by the command of the same name. */
function Fold({ node: { id, hides, name } }: { readonly node: SceneNode }) {
  const { fold } = useCanvasActions()
  if (fold === null) return null
  const isCollapsed = hides !== null
  const Icon = isCollapsed ? ChevronRight : ChevronDown
  const say = isCollapsed ? t`Show what is inside ${name}` : t`Hide what is inside ${name}`
  return (
    <button
      type="button"
      className="card-fold nodrag nopan"
      tabIndex={-1}
      title={say}
      aria-label={say}
      aria-expanded={!isCollapsed}
      onClick={event => {
        event.stopPropagation()
        fold(id, !isCollapsed)
      }}
    >
      <Icon size={15} aria-hidden />
    </button>
  )
}

/** The corner at which a container is made larger. */
function Corner({ id }: { readonly id: string }) {
  const { resize } = useCanvasActions()
  return (
    <NodeResizeControl
      position="bottom-right"
      minWidth={sizes.emptyLane.width}
      minHeight={sizes.header + sizes.emptyLane.height}
      className="container-corner"
      onResizeEnd={(_, size) => resize(id, size)}
    />
  )
}

function ProblemBadge({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  const worst = problems.some(problem => problem.severity === "error") ? "error" : "warning"
  const count = sayProblems(problems.length)
  return (
    <span className="card-problems" data-severity={worst} title={translated(problems[0]?.message)}>
      <span aria-hidden>{problems.length}</span>
      <span className="sr-only">{count}</span>
    </span>
  )
}

const sides = { left: Position.Left, right: Position.Right, bottom: Position.Bottom }

function Handles({ node, wiredFailure }: BoxData) {
  return (
    <>
      {node.inlets.map(({ id, x, y, side }) => (
        <Handle key={id} id={id} type="target" position={sides[side]} style={placed(x, y)} />
      ))}
      {node.outlets.map(outlet => (
        <OutletHandle key={outlet.id} node={node} outlet={outlet} wiredFailure={wiredFailure} />
      ))}
    </>
  )
}

interface OutletProps extends Pick<BoxData, "node" | "wiredFailure"> {
  readonly outlet: SceneNode["outlets"][number]
}

function OutletHandle({ node, outlet: { id, x, y, side }, wiredFailure }: OutletProps) {
  const isFailure = side === "bottom"
  // A failure that leads nowhere is no way through the workflow.
  const counts = node.type !== "trigger" && (!isFailure || wiredFailure)
  const isUntried = useIsUntried(node.id, id) && counts
  return (
    <Handle
      id={id}
      type="source"
      position={sides[side]}
      title={isUntried ? t`${id}: never exercised by a test or a run` : id}
      className={cx(isFailure && "handle-failure", wiredFailure && "is-wired", isUntried && "is-untried")}
      style={placed(x, y)}
    />
  )
}

/** A handle's middle is where the scene says, whatever side it is on. */
function placed(x: number, y: number): CSSProperties {
  return { left: x, top: y, right: "auto", bottom: "auto", transform: "none" }
}
