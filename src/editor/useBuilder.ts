import { createContext, type ReactNode, useContext, useEffect } from "react"
import { useStore } from "zustand"
import type { StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import type { Result } from "../lib/result.ts"
import { type CommandContext, canRun } from "./command.ts"
import { commands } from "./commands.ts"
import type { Desk } from "./desk.ts"
import { keysFor, useKeymap } from "./keymap.ts"

/** Gives the builder's table to what is inside. */
export const DeskContext = createContext<StoreApi<Desk> | null>(null)

/** The builder's table. */
export function useDesk(): StoreApi<Desk> {
  return must(useContext(DeskContext), "a builder around this component")
}

/** A part of how the table is laid. */
export function useDeskState<T>(select: (desk: Desk) => T): T {
  return useStore(useDesk(), select)
}

/** What the builder asks of the page around it. */
export interface BuilderHost {
  /** Hands the text over as a file. */
  readonly onExport: (text: string) => void
  /** Says where the workflow keeps its files and whether it starts by itself, and lets both be changed. */
  readonly automation: ReactNode
  /** Whether the workflow starts by itself, and the way to the switch where there is no room for a button of it. */
  readonly startsByItself: { readonly isOn: boolean; readonly show: () => void }
  /** Goes back to all workflows, where nothing else on the page leads there. */
  readonly onLeave: () => void
  /** Keeps a new workflow; says why where that cannot be. */
  readonly add: (id: string, text: string) => Promise<Result<void, string>>
  /** What the helper is asked for as soon as the builder stands, in words. */
  readonly wish: string | null
  /** The helper was closed again that was asked for this. */
  readonly onWishClosed: () => void
}

/** Gives the page around to what is inside. */
export const BuilderHostContext = createContext<BuilderHost | null>(null)

/** The page around the builder. */
export function useBuilderHost(): BuilderHost {
  return must(useContext(BuilderHostContext), "a page around the builder")
}

/** Gives what commands work on to what is inside. */
export const CommandContextContext = createContext<CommandContext | null>(null)

/** What commands work on here. */
export function useCommandContext(): CommandContext {
  return must(useContext(CommandContextContext), "a builder around this component")
}

/** The bar is let go of so soon, in milliseconds, when it is not held to move the canvas. */
const shortPress = 300

/** Runs commands by their shortcuts, but where somebody types or something floats above the builder. */
export function useShortcuts(context: CommandContext) {
  const keymap = useKeymap()
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const { isPaletteOpen, adding, menu, dialog } = context.desk.getState()
      if (isTaken(event) || isPaletteOpen || adding || menu || dialog) return
      const keys = keysOf(event)
      // In the outline a letter looks for a row that begins with it.
      const isTyping = takesKeys(event.target) || (keys.length === 1 && isInTree(event.target))
      const chosen = keymap.store.getState()
      // Where several have the same keys, the first that can do something now is meant.
      const command = commands.find(
        each =>
          keysFor(each, chosen).includes(keys) &&
          (!isTyping || each.id === "palette") &&
          canRun(each, context),
      )
      if (!command) return
      if ((keys === "Enter" || keys === "Space") && isButton(event.target)) return
      event.preventDefault()
      if (keys === "Space") return waitForLetGo(event, () => command.run(context))
      command.run(context)
    }
    /** Held, the bar moves the canvas: only a short press of it, with nothing else meanwhile, is a shortcut. */
    function waitForLetGo({ repeat, timeStamp }: KeyboardEvent, run: () => void) {
      if (repeat) return
      endPress()
      const onEnd = (event: Event) => {
        endPress()
        const isLetGo = event instanceof KeyboardEvent && event.type === "keyup" && event.key === " "
        if (isLetGo && event.timeStamp - timeStamp < shortPress) run()
      }
      const ends = ["keyup", "pointerdown", "blur"] as const
      for (const name of ends) window.addEventListener(name, onEnd, { capture: true })
      endPress = () => {
        for (const name of ends) window.removeEventListener(name, onEnd, { capture: true })
        endPress = () => {}
      }
    }
    let endPress = () => {}
    window.addEventListener("keydown", onKeyDown)
    return () => {
      endPress()
      window.removeEventListener("keydown", onKeyDown)
    }
  }, [context, keymap])
}

/** Whether something else has heard the key. On the canvas the bar is still meant, which React Flow hears as held. */
function isTaken({ defaultPrevented, key, target }: KeyboardEvent): boolean {
  const isOnCanvas = target instanceof Element && (target === document.body || target.closest(".react-flow"))
  return defaultPrevented && !(key === " " && isOnCanvas)
}

/** The shortcut that an event stands for, as commands write it. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key
  // A sign that needs Shift on some keyboards is the sign, wherever it stands.
  const isSign =
    event.key.length === 1 && event.key !== " " && event.key.toLowerCase() === event.key.toUpperCase()
  return [
    event.ctrlKey || event.metaKey ? "Mod" : "",
    event.shiftKey && !isSign ? "Shift" : "",
    event.altKey ? "Alt" : "",
    key,
  ]
    .filter(Boolean)
    .join("+")
}

function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches("input:not([type=checkbox]), textarea, select") ||
    target.closest(".monaco-editor, [role=dialog], [role=menu], [role=listbox]") !== null
  )
}

function isInTree(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("[role=treegrid]") !== null
}

function isButton(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("button, a, [role=button], [role=tab], [role=row]") !== null
  )
}
