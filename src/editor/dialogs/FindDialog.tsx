import { useMemo, useState } from "react"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { type Found, findIn, parseSearch, replacedText, replaceIn } from "../finding.ts"
import { showFound } from "../showFound.ts"
import { useDesk, useDeskState } from "../useBuilder.ts"
import { useEditor, useEditorState, useFindings } from "../useEditor.ts"

const mostShown = 200
const nothingSought = { typed: "", comparing: { matchCase: false, wholeWords: false }, shown: null }

/** Finds a text in all fields of the workflow, and puts another in its place. */
export function FindDialog({ onClose }: { readonly onClose: () => void }) {
  const editor = useEditor()
  const desk = useDesk()
  const workflow = useEditorState(state => state.file.workflow)
  const { problemsByNode } = useFindings()
  const last = useDeskState(state => state.search) ?? nothingSought
  const { typed, comparing } = last
  const [by, setBy] = useState("")
  const search = useMemo(() => parseSearch(typed), [typed])
  const found = useMemo(
    () => findIn(workflow, search, comparing, { problems: problemsByNode }),
    [workflow, search, comparing, problemsByNode],
  )
  const seek = (change: Partial<typeof last>) =>
    desk.setState({ search: { ...last, ...change, shown: null } })
  const changeable = found.filter(({ isFixed }) => !isFixed)
  const places = changeable.reduce((sum, { at }) => sum + at.length, 0)

  function replace(these: readonly Found[]) {
    editor.edit(before => replaceIn(before, these, by))
  }

  function show(one: Found) {
    showFound(editor, desk, one)
    onClose()
  }

  return (
    <Dialog
      title={t`Find and replace`}
      isWide
      onClose={onClose}
      actions={
        search.text !== "" && (
          <Button look="primary" isDisabled={places === 0} onPress={() => replace(changeable)}>
            {places === 0 ? t`Nothing to replace` : places === 1 ? t`Replace it` : t`Replace all ${places}`}
          </Button>
        )
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={t`Find`}
          autoFocus
          isMono
          value={typed}
          onChange={typed => seek({ typed })}
          onFocus={({ target }) => target.select()}
          problem={
            search.unknown.length > 0 &&
            t`${search.unknown[0] ?? ""} is no filter. There are is:invalid, is:unused and is:disabled.`
          }
        />
        <TextField label={t`Replace with`} isMono value={by} onChange={setBy} />
      </div>
      <div className="mt-3 flex flex-wrap gap-4">
        <Switch
          label={t`Match case`}
          isOn={comparing.matchCase}
          onChange={matchCase => seek({ comparing: { ...comparing, matchCase } })}
        />
        <Switch
          label={t`Whole words`}
          isOn={comparing.wholeWords}
          onChange={wholeWords => seek({ comparing: { ...comparing, wholeWords } })}
        />
      </div>
      <p className="mt-3 text-xs text-muted">
        {t`Narrow it with`} <code>kind:http.*</code>, <code>uses:step_id</code>, <code>is:invalid</code>,{" "}
        <code>is:unused</code>, <code>is:disabled</code>.
      </p>
      <p role="status" className="mt-3 mb-1 text-xs font-medium text-muted">
        {typed.trim() !== "" && sayFound(found)}
      </p>
      <ul className="divide-y divide-line">
        {found.slice(0, mostShown).map(one => (
          <FoundRow
            key={one.path.join("/")}
            {...{ found: one, by }}
            onShow={() => show(one)}
            onReplace={() => replace([one])}
          />
        ))}
      </ul>
      {found.length > mostShown && (
        <p className="py-2 text-xs text-muted">{t`The first ${mostShown} are shown; replacing all means every one.`}</p>
      )}
    </Dialog>
  )
}

function sayFound(found: readonly Found[]): string {
  if (found.length === 0) return t`Nothing found`
  const steps = new Set(found.map(({ step }) => step)).size
  const fields = found.length === 1 ? t`1 field` : t`${found.length} fields`
  return steps === 1 ? t`${fields} in 1 place` : t`${fields} in ${steps} places`
}

interface FoundRowProps {
  readonly found: Found
  readonly by: string
  readonly onShow: () => void
  readonly onReplace: () => void
}

function FoundRow({ found, by, onShow, onReplace }: FoundRowProps) {
  const { step, field, text, at, isFixed } = found
  const where = step ?? t`the workflow`
  return (
    <li className="flex items-start gap-x-3 gap-y-1 py-2 max-[700px]:flex-wrap">
      <button
        type="button"
        onClick={onShow}
        className="min-w-0 flex-1 rounded text-left hover:bg-wash max-[700px]:min-w-56"
      >
        <span className="block text-xs text-muted">
          <span className="font-medium text-ink">{where}</span>
          {field !== "" && ` · ${field}`}
        </span>
        <span className="block font-mono text-xs break-words whitespace-pre-wrap">
          <Excerpt text={text} at={at} />
        </span>
        {by !== "" && at.length > 0 && !isFixed && (
          <span className="block font-mono text-xs break-words whitespace-pre-wrap text-muted">
            {shortened(replacedText(text, at, by))}
          </span>
        )}
      </button>
      {at.length > 0 &&
        (isFixed ? (
          <span className="text-xs text-muted">{sayInstead(found)}</span>
        ) : (
          <Button
            look="quiet"
            className="h-7"
            aria-label={t`Replace in ${where}, ${field}`}
            onPress={onReplace}
          >{t`Replace`}</Button>
        ))}
    </li>
  )
}

/** What is done where other places hang on what was found. */
function sayInstead({ step, field }: Found): string {
  if (step === null && field === "id") return t`Stays as it is`
  const part = field.split(".").at(-1)
  if (part === "id") return t`Rename it instead`
  return part === "kind" || part === "type" ? t`Replace its kind instead` : t`Change the wire instead`
}

const around = 60

/** The text around what was found, with that marked. */
function Excerpt({ text, at: [first] }: Pick<Found, "text" | "at">) {
  if (!first) return text.slice(0, 2 * around)
  const { from, length } = first
  const start = Math.max(0, from - around)
  return (
    <>
      {start > 0 && "…"}
      {text.slice(start, from)}
      <mark className="rounded-sm bg-accent-wash text-accent">{text.slice(from, from + length)}</mark>
      {text.slice(from + length, from + length + around)}
      {from + length + around < text.length && "…"}
    </>
  )
}

function shortened(text: string): string {
  return text.length > 3 * around ? `${text.slice(0, 3 * around)}…` : text
}
