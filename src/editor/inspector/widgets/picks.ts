import { createContext, useContext } from "react"
import { eachStep } from "../../../model/places.ts"
import type { Hint } from "../../../model/step.ts"
import { SecretNamesContext } from "../../expression/expressionPlace.ts"
import { useEditor } from "../../useEditor.ts"

/** Something that may be picked for a parameter. */
export interface Pick {
  /** What the parameter then says. */
  readonly id: string
  readonly label: string
  readonly about?: string
}

/** Where what can be picked is looked up, beyond the open workflow. */
export interface PickSources {
  /** The paths of the files that the workflow sees. */
  files(): Promise<readonly string[]>
  workflows(): Promise<readonly Pick[]>
  /** Who can answer for the AI steps. */
  providers(): Promise<readonly Pick[]>
}

/** Gives the sources to what is inside. */
export const PickSourcesContext = createContext<PickSources>({
  files: async () => [],
  workflows: async () => [],
  providers: async () => [],
})

/** Looks up what can be picked in a field of this widget; null for a field in which nothing is picked. */
export function usePicks(widget: Hint["widget"]): (() => Promise<readonly Pick[]>) | null {
  const editor = useEditor()
  const sources = useContext(PickSourcesContext)
  const secrets = useContext(SecretNamesContext)
  const named = (names: readonly string[]) => names.map(name => ({ id: name, label: name }))
  switch (widget) {
    case "file":
      return async () => named(await sources.files())
    case "secret":
      return async () => named(secrets)
    case "provider":
      return () => sources.providers()
    case "workflow":
      return () => sources.workflows()
    case "timezone":
      return async () => named(Intl.supportedValuesOf("timeZone"))
    case "step":
      return async () =>
        [...eachStep(editor.store.getState().file.workflow)].map(({ step }) => ({
          id: step.id,
          label: step.name || step.id,
          about: step.id,
        }))
    default:
      return null
  }
}
