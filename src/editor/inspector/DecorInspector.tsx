import { Trash2 } from "lucide-react"
import { t } from "../../language/t.ts"
import { updateFrame, updateNote } from "../../model/edits/lists.ts"
import { Button } from "../../ui/Button.tsx"
import { Select } from "../../ui/Select.tsx"
import { changeDecor, type DecorRef, removeDecor } from "../decor.ts"
import { useEditor, useEditorState } from "../useEditor.ts"
import { TypedField } from "./TypedField.tsx"

const colours = [
  { id: "grey", label: t`Grey` },
  { id: "teal", label: t`Teal` },
  { id: "blue", label: t`Blue` },
  { id: "violet", label: t`Violet` },
  { id: "amber", label: t`Amber` },
  { id: "rose", label: t`Rose` },
] as const

/** A note or a frame as a form. */
export function DecorInspector({ decor }: { readonly decor: DecorRef }) {
  const editor = useEditor()
  const { type, index } = decor
  const note = useEditorState(state => state.file.workflow.notes?.[index])
  const frame = useEditorState(state => state.file.workflow.frames?.[index])
  const meant = type === "note" ? note : frame
  if (!meant) return null
  return (
    <>
      <header className="border-b border-line px-4 pt-4 pr-12 pb-3">
        <h2 className="text-base font-semibold">{type === "note" ? t`Note` : t`Frame`}</h2>
        <p className="text-xs text-muted">
          {type === "note" ? t`Words beside the steps` : t`Drawn around steps that belong together`}
        </p>
      </header>
      <div className="flex flex-col gap-4 overflow-auto p-4">
        {type === "note" ? (
          <TypedField
            label={t`Text`}
            lines={6}
            value={note?.text ?? ""}
            help="Markdown"
            onChange={text =>
              editor.edit(workflow => updateNote(workflow, index, { text }), { burst: `note ${index}` })
            }
          />
        ) : (
          <TypedField
            label={t`Title`}
            value={frame?.title ?? ""}
            onChange={title =>
              editor.edit(workflow => updateFrame(workflow, index, { title }), { burst: `frame ${index}` })
            }
          />
        )}
        <Select
          label={t`Colour`}
          choices={colours}
          value={meant.colour ?? (type === "note" ? "amber" : "grey")}
          onChange={id => {
            const colour = colours.find(each => each.id === id)?.id
            if (colour) editor.edit(workflow => changeDecor(workflow, decor, { colour }))
          }}
        />
        <Button
          icon={Trash2}
          className="self-start"
          onPress={() => editor.edit(workflow => removeDecor(workflow, [decor]), { select: [] })}
        >
          {type === "note" ? t`Delete the note` : t`Delete the frame, keep what is in it`}
        </Button>
      </div>
    </>
  )
}
