import {
  ClipboardCopy,
  ClipboardPaste,
  Copy,
  Expand,
  EyeOff,
  History,
  Keyboard,
  ListTree,
  Maximize,
  PanelLeft,
  PanelRight,
  Pencil,
  Plus,
  Redo2,
  Scissors,
  Search,
  Sparkles,
  SquareDashed,
  SquareMousePointer,
  Trash2,
  TriangleAlert,
  Undo2,
  Upload,
  WandSparkles,
  ZoomIn,
  ZoomOut,
} from "lucide-react"
import { t } from "../language/t.ts"
import { setDisabled } from "../model/edits/fields.ts"
import { removeTrigger } from "../model/edits/lists.ts"
import { removeSteps } from "../model/edits/removeSteps.ts"
import { disconnectAll } from "../model/edits/wires.ts"
import type { Workflow } from "../model/workflow.ts"
import { arrangeCommands } from "./arrangeCommands.ts"
import { tidy } from "./building.ts"
import {
  type Command,
  type CommandContext,
  hasCanvas,
  hasSelection,
  hasSteps,
  selectedSteps,
} from "./command.ts"
import { decorOf, removeDecor } from "./decor.ts"
import { decorCommands } from "./decorCommands.ts"
import { factsOf, shownFacts } from "./facts.ts"
import { findCommands } from "./findCommands.ts"
import { insideCommands } from "./insideCommands.ts"
import { moveCommands } from "./moveCommands.ts"
import { triggerOfNode } from "./scene.ts"
import { selectCommands } from "./selectCommands.ts"
import { standCommands } from "./standCommands.ts"
import { stepCommands } from "./stepCommands.ts"
import { trialCommands } from "./trialCommands.ts"
import { wireCommands } from "./wireCommands.ts"
import { onlyWire } from "./wireWalk.ts"

/*
 * All that can be done in the builder, as one list. Palette, menus, toolbar and shortcuts are drawn from it, so
 * that none of them knows of something that another does not.
 */

/** Does something with the steps that are selected now. What reads and writes their text comes when it is needed. */
async function asText(
  { editor }: CommandContext,
  act: (clipboard: typeof import("./clipboard.ts"), selected: readonly string[]) => Promise<void>,
) {
  const selected = selectedSteps(editor)
  await act(await import("./clipboard.ts"), selected)
}

/** All commands. */
export const commands: readonly Command[] = [
  {
    id: "undo",
    name: t`Undo`,
    icon: Undo2,
    keys: ["Mod+Z"],
    when: ({ editor }) => editor.store.getState().past.length > 0,
    run: ({ editor }) => editor.undo(),
  },
  {
    id: "redo",
    name: t`Redo`,
    icon: Redo2,
    keys: ["Mod+Shift+Z", "Mod+Y"],
    when: ({ editor }) => editor.store.getState().future.length > 0,
    run: ({ editor }) => editor.redo(),
  },
  {
    id: "delete",
    name: t`Delete`,
    icon: Trash2,
    keys: ["Delete", "Backspace"],
    when: hasSelection,
    run: context => removeSelection(context, false),
  },
  {
    id: "delete_heal",
    name: t`Delete and join its neighbours`,
    icon: Scissors,
    keys: ["Mod+Delete", "Mod+Backspace"],
    when: hasSteps,
    run: context => removeSelection(context, true),
  },
  {
    id: "duplicate",
    name: t`Duplicate`,
    icon: Copy,
    keys: ["Mod+D"],
    when: hasSteps,
    run: context => void asText(context, ({ duplicate }, ids) => duplicate(context.editor, ids)),
  },
  {
    id: "copy",
    name: t`Copy as YAML`,
    icon: ClipboardCopy,
    keys: ["Mod+C"],
    when: hasSteps,
    run: context => void asText(context, ({ copyAsText }, ids) => copyAsText(context.editor, ids)),
  },
  {
    id: "paste",
    name: t`Paste steps`,
    icon: ClipboardPaste,
    keys: ["Mod+V"],
    run: context => void asText(context, ({ pasteText }) => pasteText(context.editor)),
  },
  {
    id: "paste_wired",
    name: t`Paste steps with the wires that led to them`,
    icon: ClipboardPaste,
    keys: ["Mod+Shift+V"],
    run: context => void asText(context, ({ pasteText }) => pasteText(context.editor, { incoming: true })),
  },
  {
    id: "rename",
    name: t`Rename`,
    icon: Pencil,
    keys: ["F2", "Space"],
    when: context => selectedSteps(context.editor).length === 1,
    run: ({ editor, desk }) => desk.setState({ renaming: selectedSteps(editor)[0] ?? null }),
  },
  {
    id: "disable",
    name: t`Switch off or on`,
    icon: EyeOff,
    keys: ["D"],
    when: hasSteps,
    run: ({ editor }) => {
      const ids = selectedSteps(editor)
      const { steps } = factsOf(editor.store.getState().file, editor.catalogue)
      const isAllOff = ids.every(id => steps.get(id)?.step.disabled === true)
      editor.edit(workflow => setDisabled(workflow, ids, !isAllOff))
    },
  },
  ...stepCommands,
  ...wireCommands,
  ...standCommands,
  ...trialCommands,
  {
    id: "inspect",
    name: t`Change it in the inspector`,
    icon: PanelRight,
    keys: ["Enter"],
    run: ({ desk, focusInspector }) => {
      desk.setState({ isInspectorOpen: true })
      focusInspector()
    },
  },
  {
    id: "library",
    name: t`Show or hide the library`,
    icon: PanelLeft,
    keys: ["Mod+B"],
    run: ({ desk }) => desk.setState(({ isLibraryOpen }) => ({ isLibraryOpen: !isLibraryOpen })),
  },
  {
    id: "canvas_alone",
    name: t`Hide or show library and inspector`,
    icon: Expand,
    keys: ["F"],
    run: ({ desk }) =>
      desk.setState(({ isLibraryOpen, isInspectorOpen }) => {
        const isAlone = !isLibraryOpen && !isInspectorOpen
        return { isLibraryOpen: isAlone, isInspectorOpen: isAlone, areProblemsOpen: false }
      }),
  },
  {
    id: "find_kind",
    name: t`Find a step to add`,
    icon: Plus,
    keys: ["/"],
    run: ({ findKind }) => findKind(),
  },
  ...moveCommands,
  ...selectCommands,
  ...insideCommands,
  ...arrangeCommands,
  ...decorCommands,
  {
    id: "tidy",
    name: t`Tidy up`,
    icon: WandSparkles,
    keys: ["Shift+T"],
    when: hasCanvas,
    run: ({ editor, desk }) => {
      const { selection } = editor.store.getState()
      desk.setState({ isTidying: true })
      editor.edit(workflow => tidy(workflow, shownFacts(editor).scene, selection))
    },
  },
  {
    id: "zoom_in",
    name: t`Zoom in`,
    icon: ZoomIn,
    keys: ["+", "="],
    when: hasCanvas,
    run: ({ look }) => look?.zoomIn(),
  },
  {
    id: "zoom_out",
    name: t`Zoom out`,
    icon: ZoomOut,
    keys: ["-"],
    when: hasCanvas,
    run: ({ look }) => look?.zoomOut(),
  },
  {
    id: "fit",
    name: t`See all`,
    icon: Maximize,
    keys: ["1"],
    when: hasCanvas,
    run: ({ look }) => look?.fit(),
  },
  {
    id: "fit_selection",
    name: t`See the selection`,
    icon: SquareDashed,
    keys: ["."],
    when: context => hasCanvas(context) && hasSelection(context),
    run: ({ look, editor }) => look?.fit([...editor.store.getState().selection]),
  },
  {
    id: "actual_size",
    name: t`See at full size`,
    icon: Maximize,
    keys: ["0"],
    when: hasCanvas,
    run: ({ look }) => look?.actualSize(),
  },
  {
    id: "problems",
    name: t`Show or hide problems`,
    icon: TriangleAlert,
    keys: ["Mod+Shift+M"],
    run: ({ desk }) => desk.setState(({ areProblemsOpen }) => ({ areProblemsOpen: !areProblemsOpen })),
  },
  {
    id: "view_canvas",
    name: t`Show the canvas`,
    icon: SquareMousePointer,
    keys: [],
    run: ({ editor }) => editor.show("canvas"),
  },
  {
    id: "view_split",
    name: t`Show canvas and YAML side by side`,
    icon: PanelRight,
    keys: [],
    run: ({ editor }) => editor.show("split"),
  },
  {
    id: "view_yaml",
    name: t`Show the YAML`,
    icon: ClipboardCopy,
    keys: [],
    run: ({ editor }) => editor.show("yaml"),
  },
  {
    id: "view_outline",
    name: t`Show the outline`,
    icon: ListTree,
    keys: [],
    run: ({ editor }) => editor.show("outline"),
  },
  ...findCommands,
  {
    id: "publish",
    name: t`Publish the draft`,
    icon: Upload,
    keys: ["Mod+Shift+P"],
    run: ({ desk }) => desk.setState({ dialog: { type: "publish" } }),
  },
  {
    id: "versions",
    name: t`Versions: compare and bring back`,
    icon: History,
    keys: ["Mod+Shift+H"],
    run: ({ desk }) => desk.setState({ dialog: { type: "versions" } }),
  },
  {
    id: "helper",
    name: t`Ask the helper: describe, change, explain or mend`,
    icon: Sparkles,
    keys: ["Mod+J"],
    run: ({ desk }) => desk.setState({ dialog: { type: "helper" } }),
  },
  {
    id: "shortcuts",
    name: t`Show and change shortcuts`,
    icon: Keyboard,
    keys: ["?"],
    run: ({ desk }) => desk.setState({ dialog: { type: "shortcuts" } }),
  },
  {
    id: "palette",
    name: t`All commands`,
    icon: Search,
    keys: ["Mod+K"],
    run: ({ desk }) => desk.setState({ isPaletteOpen: true }),
  },
]

/** The command with the id; its absence is a slip of ours. */
export function commandById(id: string): Command {
  const found = commands.find(command => command.id === id)
  if (!found) throw new Error(`Expected a command but got ${id}`)
  return found
}

function removeSelection({ editor, desk }: CommandContext, heal: boolean) {
  const { selection, file } = editor.store.getState()
  const { wiresOf } = desk.getState()
  const wire = onlyWire(editor)
  // Keys that came to a wire from a step are at that step again.
  const left = wire && wiresOf !== null && (wire.from === wiresOf || wire.to === wiresOf) ? [wiresOf] : []
  const { scene } = factsOf(file, editor.catalogue)
  editor.edit(
    workflow => {
      const wires = scene.wires.filter(wire => selection.has(wire.id))
      const removed = removeSteps(disconnectAll(workflow, wires), selectedSteps(editor), { heal })
      const triggers = (removed.triggers ?? []).flatMap(({ id }, index) =>
        [...selection].some(chosen => triggerOfNode(chosen) === id) ? [index] : [],
      )
      const bare = triggers
        .toReversed()
        .reduce<Workflow>((left, index) => removeTrigger(left, index), removed)
      const decors = [...selection].flatMap(chosen => decorOf(chosen) ?? [])
      return decors.length === 0 ? bare : removeDecor(bare, decors)
    },
    { select: left },
  )
}
