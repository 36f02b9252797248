import { t } from "../../language/t.ts"
import type { JsonMap } from "../../lib/json.ts"
import { pathText } from "../../syntax/pathText.ts"
import { Disclosure } from "../../ui/Disclosure.tsx"
import { useWatchedRun, useWatchedView } from "../runDesk.ts"
import { ValueView } from "../values/ValueView.tsx"

/** What earlier steps gave in the run that is looked at: each part can be dragged into a parameter. */
export default function EarlierValues({ steps }: { readonly steps: readonly string[] }) {
  const run = useWatchedRun()
  const view = useWatchedView()
  const given = steps.flatMap(id => {
    const row = view?.steps.get(id)
    return row?.outlets === undefined ? [] : [{ id, name: row.name, outlets: row.outlets }]
  })
  if (run === null || given.length === 0) {
    return (
      <p className="text-xs text-muted">
        {run === null
          ? t`Run the workflow, and what earlier steps gave can be dragged from here.`
          : t`No earlier step has given anything in this run.`}
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="text-xs text-muted">{t`Drag a part into a field, and its expression is written.`}</p>
      {given.map(({ id, name, outlets }) => (
        <Disclosure key={id} label={name}>
          <Given id={id} outlets={outlets} />
        </Disclosure>
      ))}
    </div>
  )
}

function Given({ id, outlets }: { readonly id: string; readonly outlets: JsonMap }) {
  const used = Object.entries(outlets)
  // One that left by several outlets is read outlet by outlet.
  const rootOf = (outlet: string) =>
    `steps${pathText(used.length === 1 ? [id, "output"] : [id, "outlets", outlet])}`
  return used.map(([outlet, value]) => (
    <div key={outlet} className="flex min-w-0 flex-col gap-1 pt-1">
      <Draggable text={rootOf(outlet)} />
      <ValueView label={`${id} ${outlet}`} value={value} expression={rootOf(outlet)} />
    </div>
  ))
}

/** The whole value, to be dragged. With the keyboard the same is completed within the braces of a field. */
function Draggable({ text }: { readonly text: string }) {
  return (
    <code
      draggable
      onDragStart={event => event.dataTransfer.setData("text/plain", `{{ ${text} }}`)}
      className="cursor-grab self-start rounded-md bg-accent-wash px-1.5 py-0.5 font-mono text-2xs text-accent"
    >
      {text}
    </code>
  )
}
