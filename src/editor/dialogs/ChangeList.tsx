import type { ReactNode } from "react"
import { t } from "../../language/t.ts"
import type { Path } from "../../lib/json.ts"
import { type Comparison, type Difference, sayPath, valuesAt } from "../../model/compare.ts"
import type { Workflow } from "../../model/workflow.ts"
import { useEditorState } from "../useEditor.ts"
import { sayValues } from "./sayValues.ts"

const looks: {
  readonly [is in Difference]: { readonly sign: string; readonly say: string; readonly look: string }
} = {
  added: { sign: "+", say: t`Added`, look: "text-good" },
  removed: { sign: "−", say: t`Removed`, look: "text-bad-text" },
  changed: { sign: "~", say: t`Changed`, look: "text-warn-text" },
}

interface ChangeListProps {
  readonly before: Workflow
  readonly comparison: Comparison
}

/** What the draft says otherwise than a version, as a list: each field with what stood there and what does now. */
export function ChangeList({ before, comparison: { steps, wires, fields } }: ChangeListProps) {
  if (steps.length + wires.length + fields.length === 0)
    return <p className="text-sm text-muted">{t`Nothing that a run could tell.`}</p>
  return (
    <ul aria-label={t`Changes`} className="flex flex-col gap-2.5">
      {steps.map(({ id, is, fields: own }) => (
        <Line key={id} is={is} what={id}>
          {own.map(path => (
            <Values key={path.join(".")} {...{ before, path }} step={id} />
          ))}
        </Line>
      ))}
      {wires.map(({ from, outlet, to, is }) => (
        <Line
          key={`${is} ${from} ${outlet} ${to}`}
          is={is}
          what={`${from} → ${to}${outlet === null ? "" : `, ${outlet}`}`}
        />
      ))}
      {fields.length > 0 && (
        <Line is="changed" what={t`the workflow`}>
          {fields.map(path => (
            <Values key={path.join(".")} {...{ before, path }} step={null} />
          ))}
        </Line>
      )}
    </ul>
  )
}

interface LineProps {
  readonly is: Difference
  readonly what: string
  readonly children?: ReactNode
}

function Line({ is, what, children }: LineProps) {
  const { sign, say, look } = looks[is]
  return (
    <li className="grid grid-cols-[0.75rem_1fr] gap-x-2 gap-y-0.5 font-mono text-xs">
      <span aria-hidden className={`text-center font-semibold ${look}`}>
        {sign}
      </span>
      <span className="sr-only">{say}</span>
      <span className="break-words">{what}</span>
      {children && <div className="col-start-2 flex min-w-0 flex-col gap-0.5 text-muted">{children}</div>}
    </li>
  )
}

interface ValuesProps {
  readonly before: Workflow
  readonly step: string | null
  readonly path: Path
}

function Values({ before, step, path }: ValuesProps) {
  const after = useEditorState(state => state.file.workflow)
  if (path.length === 0) return <span>{sayPath(path)}</span>
  const [was, is] = sayValues(path, valuesAt(before, after, step, path))
  return (
    <span className="min-w-0 break-words">
      {sayPath(path)}: <del className="text-bad-text no-underline">{was}</del> →{" "}
      <ins className="text-good no-underline">{is}</ins>
    </span>
  )
}
