import { createStore, type StoreApi } from "zustand/vanilla"
import type { Path } from "../lib/json.ts"
import type { Comparing } from "./finding.ts"
import type { Point } from "./layout.ts"
import type { SceneWire } from "./scene.ts"

/** What a step that is chosen from the list of kinds is to be wired to. */
export type AddTarget =
  /** Into a wire, between its ends. */
  | { readonly to: "wire"; readonly wire: SceneWire }
  /** Behind an outlet. */
  | { readonly to: "outlet"; readonly from: string; readonly outlet: string; readonly at: Point }
  /** In the place of a step, whose wires it takes over. */
  | { readonly to: "replace"; readonly id: string }
  /** Behind a step, or at the end where none is named. */
  | { readonly to: "behind"; readonly id: string | null }
  /** At a place of the canvas, within a container where there is one. */
  | { readonly to: "place"; readonly at: Point }

/** What is asked in a window above the builder. */
export type DeskDialog =
  /** Where a wire from the step is to lead. */
  | { readonly type: "connect"; readonly id: string }
  /** What the workflow is called that the steps become. */
  | { readonly type: "extract"; readonly ids: readonly string[] }
  /** Into which container the steps go. */
  | { readonly type: "move"; readonly ids: readonly string[] }
  | { readonly type: "find" }
  | { readonly type: "publish" }
  | { readonly type: "versions" }
  /** What a model is asked about the workflow. */
  | { readonly type: "helper"; readonly wish?: string }
  | { readonly type: "shortcuts" }

/** A kind on its way from the library to the canvas, or let go of there. */
export interface Carried {
  readonly kind: string
  readonly screen: Point
  readonly isLetGo: boolean
}

/** How the builder's table is laid: what is open, and where the eye is to go. No part of the document. */
export interface Desk {
  readonly isLibraryOpen: boolean
  readonly isInspectorOpen: boolean
  /** The sheet of the inspector that shows for steps. */
  readonly stepSheet: string
  readonly areProblemsOpen: boolean
  readonly isPaletteOpen: boolean
  /** The commands that were found in the palette, the last first. */
  readonly foundLast: readonly string[]
  /** The list of kinds at a point of the screen, and what it is for. */
  readonly adding: { readonly screen: Point; readonly target: AddTarget } | null
  /** A kind that a finger carries from the library, and where it is. */
  readonly carried: Carried | null
  /** The step whose wires are gone through by keys, to which they lead back. */
  readonly wiresOf: string | null
  /** It shows which steps the selected ones read by name, and which read them. */
  readonly showsReads: boolean
  /** A drag over the open canvas draws a box around what is to be selected, and does not move the canvas. */
  readonly isBoxing: boolean
  /** The list of what can be done with what stands at a point of the screen. */
  readonly menu: { readonly screen: Point; readonly on: "box" | "ground" | SceneWire } | null
  /** The window that is open above the builder. */
  readonly dialog: DeskDialog | null
  /** What was searched for last, and the place of it that was shown last. */
  readonly search: {
    readonly typed: string
    readonly comparing: Comparing
    readonly shown: Path | null
  } | null
  /** The box whose name is being changed in place. */
  readonly renaming: string | null
  /** The boxes are on their way to where tidying put them. */
  readonly isTidying: boolean
  /** A place in the text to show, counted so that the same place can be shown again. */
  readonly reveal: { readonly path: Path; readonly count: number } | null
}

/** A fresh table; narrow screens begin with the canvas alone. Where something is wished for, the helper is asked. */
export function createDesk(isNarrow: boolean, wish: string | null = null): StoreApi<Desk> {
  return createStore<Desk>(() => ({
    isLibraryOpen: !isNarrow,
    isInspectorOpen: !isNarrow,
    stepSheet: "configure",
    areProblemsOpen: false,
    isPaletteOpen: false,
    foundLast: [],
    adding: null,
    carried: null,
    wiresOf: null,
    showsReads: false,
    isBoxing: false,
    menu: null,
    dialog: wish === null ? null : { type: "helper", wish },
    search: null,
    renaming: null,
    isTidying: false,
    reveal: null,
  }))
}
