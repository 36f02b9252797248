import { createContext, useContext, useEffect } from "react"
import { useStore } from "zustand"
import type { StoreApi } from "zustand/vanilla"
import { must } from "../lib/assert.ts"
import { type CommandContext, canRun, commands } from "./commands.ts"
import type { Desk } from "./desk.ts"

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

/** Gives what commands work on to what is inside. */
export const CommandContextContext = createContext<CommandContext | null>(null)

/** What commands work on here. */
export function useCommandContext(): CommandContext {
  return must(useContext(CommandContextContext), "a builder around this component")
}

/** Runs commands by their shortcuts, but where somebody types or something floats above the builder. */
export function useShortcuts(context: CommandContext) {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const { isPaletteOpen, adding } = context.desk.getState()
      if (event.defaultPrevented || isPaletteOpen || adding) return
      const keys = keysOf(event)
      // In the outline a letter looks for a row that begins with it.
      const isTyping = takesKeys(event.target) || (keys.length === 1 && isInTree(event.target))
      const command = commands.find(
        ({ id, keys: own }) => own.includes(keys) && (!isTyping || id === "palette"),
      )
      if (!command || !canRun(command, context)) return
      if (keys === "Enter" && isButton(event.target)) return
      event.preventDefault()
      command.run(context)
    }
    window.addEventListener("keydown", onKeyDown)
    return () => window.removeEventListener("keydown", onKeyDown)
  }, [context])
}

/** The shortcut that an event stands for, as commands write it. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  // A sign that needs Shift on some keyboards is the sign, wherever it stands.
  const isSign = event.key.length === 1 && event.key.toLowerCase() === event.key.toUpperCase()
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
