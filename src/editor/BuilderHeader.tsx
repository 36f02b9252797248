import {
  ArrowLeft,
  CircleAlert,
  CircleCheck,
  Columns2,
  Download,
  FileCode,
  HardDrive,
  ListTree,
  LoaderCircle,
  type LucideIcon,
  PanelLeft,
  PanelRight,
  Search,
  Sparkles,
  TriangleAlert,
  Workflow,
} from "lucide-react"
import { useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { workflowName } from "../model/workflowName.ts"
import { Badge } from "../ui/Badge.tsx"
import { IconButton } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { afterPaint } from "../ui/oncePainted.ts"
import { Segments } from "../ui/Tabs.tsx"
import { commandById } from "./commands.ts"
import type { View } from "./editor.ts"
import { useRunSlots } from "./runSlots.ts"
import { sayFound } from "./sayProblems.ts"
import { useBuilderHost, useCommandContext, useDesk, useDeskState } from "./useBuilder.ts"
import { useEditor, useEditorState, useFindings, useSaving } from "./useEditor.ts"
import { PublishButton, type Standing, VersionMark } from "./VersionMark.tsx"

// What is published, and what narrow pages have no other place for, comes after the workflow.
const HeaderMenu = later(
  afterPaint(() => import("./HeaderMenu.tsx")),
  () => <span className="size-8 min-[1100px]:hidden" />,
)
const StandingWatch = later(afterPaint(() => import("./StandingWatch.tsx")))

const views: readonly { readonly id: View; readonly label: string; readonly icon: LucideIcon }[] = [
  { id: "canvas", label: t`Canvas`, icon: Workflow },
  { id: "split", label: t`Split`, icon: Columns2 },
  { id: "yaml", label: "YAML", icon: FileCode },
  { id: "outline", label: t`Outline`, icon: ListTree },
]
const narrowViews = views.filter(({ id }) => id !== "split")

/** The name of the workflow, whether it is on disk and well, and the choice of views. */
export function BuilderHeader() {
  const { automation, onExport, onLeave } = useBuilderHost()
  const editor = useEditor()
  const view = useEditorState(state => state.view)
  const workflow = useEditorState(state => state.file.workflow)
  const context = useCommandContext()
  const desk = useDesk()
  const { isLibraryOpen, isInspectorOpen } = useDeskState(state => state)
  const { controls } = useRunSlots()
  const [standing, setStanding] = useState<Standing | null>(null)
  const exportText = () => onExport(editor.store.getState().file.text)
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-panel px-4 py-2 max-[1100px]:gap-x-2 max-[1100px]:pr-2 max-[700px]:px-2">
      <div className="flex min-w-0 flex-1 basis-0 items-center gap-2.5 overflow-hidden py-0.5 max-[700px]:basis-full">
        <IconButton
          icon={ArrowLeft}
          label={t`All workflows`}
          className="min-[700px]:hidden"
          onPress={onLeave}
        />
        <h1 className="min-w-16 truncate text-base font-semibold" title={workflowName(workflow)}>
          {workflowName(workflow)}
        </h1>
        <SaveMark />
        {standing && <VersionMark standing={standing} />}
        <ProblemMark />
      </div>
      <div className="max-[700px]:hidden">
        <Segments label={t`View`} segments={views} value={view} onChange={editor.show} />
      </div>
      <div className="min-[700px]:hidden">
        <Segments label={t`View`} segments={narrowViews} value={view} onChange={editor.show} />
      </div>
      <div className="flex shrink-0 items-center justify-end gap-0.5 max-[700px]:basis-full max-[700px]:flex-wrap max-[700px]:justify-start">
        <IconButton
          icon={Search}
          label={t`All commands`}
          keys="Mod+K"
          side="bottom"
          onPress={() => commandById("palette").run(context)}
        />
        <IconButton
          icon={Sparkles}
          label={t`Ask the helper`}
          keys="Mod+J"
          side="bottom"
          onPress={() => commandById("helper").run(context)}
        />
        <IconButton
          icon={Download}
          label={t`Export as YAML`}
          side="bottom"
          className="max-[1100px]:hidden"
          onPress={exportText}
        />
        <IconButton
          icon={PanelLeft}
          label={t`Library`}
          side="bottom"
          isOn={isLibraryOpen}
          className="max-[700px]:hidden"
          onPress={() => desk.setState({ isLibraryOpen: !isLibraryOpen })}
        />
        <IconButton
          icon={PanelRight}
          label={t`Inspector`}
          side="bottom"
          isOn={isInspectorOpen}
          onPress={() => desk.setState({ isInspectorOpen: !isInspectorOpen })}
        />
        {automation}
        {controls}
        <PublishButton standing={standing} />
        <StandingWatch tell={setStanding} />
        <HeaderMenu standing={standing} onExport={exportText} />
      </div>
    </header>
  )
}

/** Whether the present text is on disk. */
function SaveMark() {
  const { is } = useStore(useSaving().store)
  const [look, Icon, say] = {
    saved: ["plain", HardDrive, t`Saved on this device`] as const,
    waiting: ["plain", LoaderCircle, t`Saving`] as const,
    failed: ["bad", CircleAlert, t`Not saved`] as const,
  }[is]
  return (
    <Badge look={look}>
      <Icon size={13} aria-hidden />
      <span role="status" className={cx(is === "saved" && "max-[1600px]:sr-only")}>
        {say}
      </span>
    </Badge>
  )
}

/** How much is wrong, once that is known; opens the list. */
function ProblemMark() {
  const desk = useDesk()
  const isOpen = useDeskState(state => state.areProblemsOpen)
  const findings = useFindings()
  const { problems, isChecked } = findings
  const errors = problems.filter(({ severity }) => severity === "error").length
  const [look, Icon] =
    errors > 0
      ? (["bg-bad-wash text-bad-text", CircleAlert] as const)
      : problems.length > 0
        ? (["bg-warn-wash text-warn-text", TriangleAlert] as const)
        : isChecked
          ? (["text-good border-line", CircleCheck] as const)
          : (["text-muted border-line", LoaderCircle] as const)
  return (
    <AriaButton
      aria-expanded={isOpen}
      aria-label={sayFound(findings)}
      onPress={() => desk.setState({ areProblemsOpen: !isOpen })}
      className={cx(
        "inline-flex h-5.5 shrink-0 cursor-default items-center gap-1.5 rounded-full border border-transparent px-2 text-xs",
        look,
      )}
    >
      <Icon size={13} aria-hidden />
      {problems.length > 0 && <span>{problems.length}</span>}
    </AriaButton>
  )
}
