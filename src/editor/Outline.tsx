import { ChevronRight, Plus } from "lucide-react"
import { useMemo } from "react"
import { Button as AriaButton, Tree, TreeItem, TreeItemContent } from "react-aria-components"
import { t } from "../language/t.ts"
import { Badge } from "../ui/Badge.tsx"
import { Button } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { EmptyState } from "../ui/EmptyState.tsx"
import { NameField } from "./NameField.tsx"
import { OutlineMenu } from "./OutlineMenu.tsx"
import { type OutlineItem, outlineOf } from "./outlineOf.ts"
import { useBreakpointAt, useIsPinned, useRunSlots, useStepState } from "./runSlots.ts"
import { IconTile } from "./StepIcon.tsx"
import { sayProblems } from "./sayProblems.ts"
import { sceneOf } from "./scene.ts"
import { useDesk, useDeskState } from "./useBuilder.ts"
import { useEditor, useEditorState, useFacts, useFindings } from "./useEditor.ts"

/** The workflow as a list that can be walked, read aloud and worked on: the same steps, with the same powers. */
export default function Outline() {
  const editor = useEditor()
  const desk = useDesk()
  const facts = useFacts()
  const workflow = useEditorState(state => state.file.workflow)
  // A tree folds by itself: what the canvas hides is here all the same.
  const scene = useMemo(() => {
    const isWhole = facts.scene.nodes.every(({ hides }) => hides === null)
    return isWhole ? facts.scene : sceneOf(workflow, editor.catalogue, { isOpen: true })
  }, [facts, workflow, editor])
  const { problemsByNode } = useFindings()
  const selection = useEditorState(state => state.selection)
  const items = outlineOf(scene)
  const add = (event: { readonly target: Element }) => {
    const { left, bottom } = event.target.getBoundingClientRect()
    const selected = [...selection].at(-1)
    desk.setState({
      adding: { screen: { x: left, y: bottom + 6 }, target: { to: "behind", id: selected ?? null } },
    })
  }
  return (
    <section aria-label={t`Outline`} className="flex min-w-0 flex-1 flex-col overflow-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col gap-3 p-6 max-[700px]:p-3">
        {items.length === 0 ? (
          <EmptyState
            icon={Plus}
            title={t`No steps yet`}
          >{t`Add the first one, and go on from there.`}</EmptyState>
        ) : (
          <Tree
            aria-label={t`Steps`}
            selectionMode="multiple"
            selectionBehavior="replace"
            selectedKeys={[...selection].filter(id => scene.nodes.some(node => node.id === id))}
            onSelectionChange={keys =>
              editor.select(keys === "all" ? scene.nodes.map(node => node.id) : Array.from(keys, String))
            }
            onAction={id => {
              editor.select([String(id)])
              desk.setState({ isInspectorOpen: true })
            }}
            defaultExpandedKeys={scene.nodes.filter(node => node.lanes.length > 0).map(node => node.id)}
            disabledBehavior="selection"
            className="rounded-xl border border-line bg-panel p-1.5 outline-none"
          >
            {items.map(item => (
              <Row key={item.node.id} item={item} problems={problemsByNode} />
            ))}
          </Tree>
        )}
        <Button icon={Plus} className="self-start" onPress={add}>{t`Add a step`}</Button>
      </div>
    </section>
  )
}

/** What is tried out with runs at the step. */
function TrialBadges({ id }: { readonly id: string }) {
  const isPinned = useIsPinned(id)
  const breakpoint = useBreakpointAt({ step: id })
  return (
    <>
      {isPinned && <Badge look="warn">{t`Pinned`}</Badge>}
      {breakpoint !== undefined && <Badge look="bad">{t`Stops here`}</Badge>}
    </>
  )
}

/** How the step stands in the run that is looked at, and what a person can do there. */
function RunBadge({ id }: { readonly id: string }) {
  const state = useStepState(id)
  const { Act } = useRunSlots()
  if (state === undefined) return null
  const { say, look, facts, stale, isAsking } = state
  return (
    <>
      {facts !== "" && <span className="text-xs text-muted tabular-nums max-[700px]:hidden">{facts}</span>}
      {stale !== "" && (
        <span title={stale}>
          <Badge look="warn">{t`Stale`}</Badge>
        </span>
      )}
      {isAsking && Act !== null ? <Act step={id} /> : <Badge look={look}>{say}</Badge>}
    </>
  )
}

interface RowProps {
  readonly item: OutlineItem
  readonly problems: ReadonlyMap<string, readonly unknown[]>
}

function Row({ item, problems }: RowProps) {
  const { node, inside, ways } = item
  const count = problems.get(node.id)?.length ?? 0
  const renaming = useDeskState(state => state.renaming)
  return (
    <TreeItem
      id={node.id}
      textValue={node.name}
      className="group cursor-default rounded-lg outline-none data-focus-visible:outline-2 data-focus-visible:outline-solid data-focus-visible:-outline-offset-2 data-focus-visible:outline-accent data-hovered:bg-wash data-selected:bg-accent-wash"
    >
      <TreeItemContent>
        {({ level, hasChildItems, isExpanded }) => (
          <div
            data-hue={node.hue}
            className="flex items-center gap-2.5 py-1.5 pr-2"
            style={{ paddingLeft: (level - 1) * 24 + 6 }}
          >
            {hasChildItems ? (
              <AriaButton slot="chevron" className="grid size-6 place-items-center rounded text-muted">
                <ChevronRight
                  size={15}
                  className={cx("transition-transform", isExpanded && "rotate-90")}
                  aria-hidden
                />
              </AriaButton>
            ) : (
              <span className="w-6" />
            )}
            <IconTile name={node.icon} size={30} />
            <div className="min-w-0 flex-1">
              {renaming === node.id ? (
                <NameField node={node} />
              ) : (
                <p
                  className={cx("truncate text-sm font-medium", node.isDisabled && "line-through opacity-60")}
                >
                  {node.name}
                </p>
              )}
              <p className="truncate font-mono text-2xs text-muted">{node.line}</p>
              {ways.length > 0 && (
                <p className="truncate text-xs text-muted">
                  {ways.map(({ by, to }) => (by === "" ? t`then ${to}` : `${by}: ${to}`)).join(" · ")}
                </p>
              )}
            </div>
            <RunBadge id={node.id} />
            <TrialBadges id={node.id} />
            {count > 0 && <Badge look="bad">{sayProblems(count)}</Badge>}
            {node.type !== "handler" && <OutlineMenu node={node} ways={ways} />}
          </div>
        )}
      </TreeItemContent>
      {inside.map(child => (
        <Row key={child.node.id} item={child} problems={problems} />
      ))}
    </TreeItem>
  )
}
