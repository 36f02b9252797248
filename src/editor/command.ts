import type { LucideIcon } from "lucide-react"
import type { StoreApi } from "zustand/vanilla"
import type { Desk } from "./desk.ts"
import type { Editor } from "./editor.ts"
import { factsOf } from "./facts.ts"
import type { Point } from "./layout.ts"
import type { TryOut } from "./runSlots.ts"

/** What a command works on. */
export interface CommandContext {
  readonly editor: Editor
  readonly desk: StoreApi<Desk>
  /** How the canvas is looked at; null where it is not shown. */
  readonly look: Look | null
  /** Leads to where a kind is chosen by name. */
  readonly findKind: () => void
  /** Changes what is tried out with runs; null where nothing runs. */
  readonly tryOut: TryOut | null
  /** Takes the focus to the first field of the inspector. */
  readonly focusInspector: () => void
}

/** The eye on the canvas. */
export interface Look {
  zoomIn(): void
  zoomOut(): void
  fit(ids?: readonly string[]): void
  actualSize(): void
  /** The middle of what is seen, as a place of the canvas. */
  middle(): Point
}

/** One thing that can be done. */
export interface Command {
  readonly id: string
  readonly name: string
  readonly icon: LucideIcon
  /** Shortcuts such as `Mod+Shift+Z`; the first is shown. */
  readonly keys: readonly string[]
  readonly when?: (context: CommandContext) => boolean
  readonly run: (context: CommandContext) => void
}

/** Whether a box or a wire is selected. */
export const hasSelection = ({ editor }: CommandContext) => editor.store.getState().selection.size > 0
/** Whether a step is selected. */
export const hasSteps = (context: CommandContext) => selectedSteps(context.editor).length > 0
/** Whether the canvas is shown. */
export const hasCanvas = ({ look }: CommandContext) => look !== null

/** The ids of the selected steps, in the order in which they were drawn. */
export function selectedSteps(editor: Editor): string[] {
  const { selection, file } = editor.store.getState()
  const { steps } = factsOf(file, editor.catalogue)
  return [...selection].filter(id => steps.has(id))
}

/** Whether the command can be run now. */
export function canRun(command: Command, context: CommandContext): boolean {
  return command.when?.(context) ?? true
}
