import { t } from "../language/t.ts"
import { setName } from "../model/edits/fields.ts"
import { cx } from "../ui/cx.ts"
import { fieldBox } from "../ui/TextField.tsx"
import type { SceneNode } from "./scene.ts"
import { useDesk } from "./useBuilder.ts"
import { useEditor } from "./useEditor.ts"

/** The name of a step as a field, in place of the name itself: Enter keeps what was typed, Escape what was there. */
export function NameField({ node }: { readonly node: SceneNode }) {
  const editor = useEditor()
  const desk = useDesk()
  const end = () => desk.setState({ renaming: null })
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the field appears because somebody asked to type in it.
      autoFocus
      aria-label={t`Name of the step`}
      defaultValue={node.name}
      className={cx(fieldBox, "h-7 px-2")}
      onFocus={event => event.target.select()}
      onBlur={event => {
        const name = event.target.value.trim().slice(0, 200)
        end()
        editor.edit(workflow => setName(workflow, node.id, name))
      }}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === "Escape") event.currentTarget.value = node.name
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur()
      }}
    />
  )
}
