import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import type { RunView } from "../runView.ts"
import { ValueView } from "../values/ValueView.tsx"
import type { SheetProps } from "./panelSheets.tsx"
import { useRunView } from "./useRunView.ts"

/** The variables of the run at the moment that is shown, and what it was started with. */
export function ValuesSheet({ run }: SheetProps) {
  const variables = useRunView(run, view => view.variables)
  const inputs = useRunView(run, view => view.inputs)
  const trigger = useRunView(run, view => view.trigger)
  const plugins = useRunView(run, view => view.plugins)
  return (
    <div className="grid gap-4 p-3.5 min-[900px]:grid-cols-2">
      <Values title={t`Variables`} values={variables} none={t`This workflow keeps no variables.`} />
      <div className="flex min-w-0 flex-col gap-4">
        <Values title={t`Inputs`} values={inputs} none={t`This run was started without inputs.`} />
        {trigger !== undefined && trigger !== null && <Values title={t`Trigger`} values={trigger} none="" />}
        {plugins.length > 0 && <Plugins plugins={plugins} />}
      </div>
    </div>
  )
}

/** The run began with these, and goes on with them: what is installed by now is for the next one. */
function Plugins({ plugins }: Pick<RunView, "plugins">) {
  return (
    <section aria-label={t`Plugins`} className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-semibold text-muted">{t`Plugins that this run keeps to`}</h3>
      <ul className="flex flex-wrap gap-1.5">
        {plugins.map(({ name, version }) => (
          <li key={name} className="rounded-full border border-line px-2 py-0.5 font-mono text-xs">
            {name} {version}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface ValuesProps {
  readonly title: string
  readonly values: Json | undefined
  readonly none: string
}

function Values({ title, values, none }: ValuesProps) {
  const isEmpty = typeof values === "object" && values !== null && Object.keys(values).length === 0
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-semibold text-muted">{title}</h3>
      {isEmpty ? (
        <p className="text-sm text-muted">{none}</p>
      ) : (
        <ValueView label={title} value={values ?? null} />
      )}
    </section>
  )
}
