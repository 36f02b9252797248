import { Plus } from "lucide-react"
import { useMemo, useState } from "react"
import { asSentence } from "../../language/formats.ts"
import { phrase } from "../../language/phrase.tsx"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { own, type Path } from "../../lib/json.ts"
import { setField, setName, setParameter } from "../../model/edits/fields.ts"
import { renameStep } from "../../model/edits/renameStep.ts"
import { pluginOf } from "../../model/plugins/pluginName.ts"
import type { Step } from "../../model/workflow.ts"
import { Button } from "../../ui/Button.tsx"
import { Disclosure } from "../../ui/Disclosure.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { Tabs } from "../../ui/Tabs.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { along } from "../along.ts"
import { StepExpressions } from "../expression/StepExpressions.tsx"
import { hueOf } from "../groups.ts"
import { useRunSlots, useStepState } from "../runSlots.ts"
import { IconTile } from "../StepIcon.tsx"
import { scopeTitles } from "../scene.ts"
import { useDesk, useDeskState } from "../useBuilder.ts"
import { useEditor, useFacts } from "../useEditor.ts"
import { Changeable } from "./Changeable.tsx"
import { SchemaForm } from "./SchemaForm.tsx"
import { SettingField } from "./SettingField.tsx"
import { ErrorsTab } from "./step/ErrorsTab.tsx"
import { ForEachItem } from "./step/ForEachItem.tsx"
import { useStepSetting } from "./step/useStepSetting.ts"
import { TypedField } from "./TypedField.tsx"
import { useProblemAt } from "./useProblemAt.ts"

/** A step as a form. */
export function StepInspector({ step, path }: { readonly step: Step; readonly path: Path }) {
  const editor = useEditor()
  const desk = useDesk()
  const shown = useDeskState(state => state.stepSheet)
  const stale = useStepState(step.id)?.stale
  const { sheets: runSheets, Earlier } = useRunSlots()
  const { scene } = useFacts()
  const earlier = useMemo(
    () => [...along(scene, [step.id], "upstream")].filter(id => id !== step.id),
    [scene, step.id],
  )
  const entry = own(editor.catalogue.kinds, step.kind)
  const plugin = pluginOf(step.kind)
  const problemAt = useProblemAt(path)
  const set = useStepSetting(step.id)
  const configure = (
    <div className="flex flex-col gap-4 p-4">
      {entry ? (
        <StepExpressions key={step.id} step={step.id}>
          <SchemaForm
            schema={entry.input}
            hints={entry.hints}
            values={step.with ?? {}}
            problemAt={field => problemAt(["with", ...field])}
            onChange={(field, value) =>
              editor.edit(workflow => setParameter(workflow, step.id, field, value), {
                burst: `${step.id} ${field.join(".")}`,
              })
            }
          />
          {entry.holds === undefined ? (
            <Disclosure label={t`Once for each item of a list`} isOpen={step.each !== undefined}>
              <ForEachItem step={step} set={set} problemAt={problemAt} />
            </Disclosure>
          ) : (
            <SettingField
              at={["output"]}
              label={t`What it comes to`}
              value={step.output}
              schema={{}}
              hint={{
                inside: true,
                help: t`Evaluated inside, at its end. Where nothing stands here it follows from what the steps gave.`,
              }}
              {...{ set, problemAt }}
            />
          )}
        </StepExpressions>
      ) : (
        <p className="text-muted">
          {phrase`Nobody here knows the kind ${<code className="font-mono text-ink">{step.kind}</code>}. Its parameters are kept as they are; change them in the YAML.`}
          {plugin !== undefined && (
            <>
              {" "}
              {phrase`If the plugin “${plugin}” has it, ${<a href="#/plugins" className="font-medium text-accent hover:underline">{t`install that`}</a>}.`}
            </>
          )}
        </p>
      )}
      {Earlier && earlier.length > 0 && (
        <Disclosure label={t`What earlier steps gave`}>
          <div className="pt-2">
            <Earlier steps={earlier} />
          </div>
        </Disclosure>
      )}
    </div>
  )
  const sheets = [
    { id: "configure", title: t`Configure`, content: <Changeable>{configure}</Changeable> },
    ...runSheets.map(({ id, title, Content }) => ({ id, title, content: <Content step={step.id} /> })),
    {
      id: "errors",
      title: t`Errors & retry`,
      content: (
        <Changeable>
          <ErrorsTab step={step} path={path} />
        </Changeable>
      ),
    },
    {
      id: "about",
      title: t`Notes`,
      content: (
        <Changeable>
          <AboutTab step={step} />
        </Changeable>
      ),
    },
  ]
  return (
    <>
      <header className="flex gap-3 px-4 pt-4 pr-12 pb-2" data-hue={hueOf(entry?.group)}>
        <IconTile name={entry?.icon ?? "circle-help"} size={38} />
        <div className="min-w-0">
          <h2 className="truncate text-base font-semibold">{step.name || step.id}</h2>
          {/* In the place of kind and id, as nothing below may move while somebody types. */}
          <p className="truncate text-xs text-muted" title={stale || entry?.summary}>
            {stale ? (
              <span className="text-warn-text">
                {t`Stale`}: <span>{stale}</span>
              </span>
            ) : (
              <>
                {entry?.title ?? step.kind} · <span className="font-mono">{step.id}</span>
              </>
            )}
          </p>
        </div>
      </header>
      <Tabs
        label={t`Parts of the step`}
        value={sheets.some(({ id }) => id === shown) ? shown : "configure"}
        onChange={stepSheet => desk.setState({ stepSheet })}
        sheets={sheets}
      />
    </>
  )
}

/** What the step is called, whether it is on, and what somebody noted about it. */
function AboutTab({ step }: { readonly step: Step }) {
  const editor = useEditor()
  const entry = own(editor.catalogue.kinds, step.kind)
  const [id, setId] = useState(step.id)
  const renamed = renameStep(editor.store.getState().file.workflow, step.id, id)
  const burst = (field: string) => ({ burst: `${step.id} ${field}` })
  return (
    <div className="flex flex-col gap-4 p-4">
      {entry && <p className="text-muted">{asSentence(entry.summary)}</p>}
      <TypedField
        label={t`Name`}
        value={step.name ?? ""}
        onChange={name => editor.edit(workflow => setName(workflow, step.id, name), burst("name"))}
      />
      <TextField
        label={t`Id`}
        isMono
        value={id}
        onChange={setId}
        onBlur={() => renamed.ok && editor.edit(() => renamed.value, { select: [id] })}
        help={t`What expressions call it. Changing it here changes it everywhere.`}
        {...(renamed.ok ? {} : { problem: translated(renamed.error.message) })}
      />
      <Switch
        label={t`Runs when its turn comes`}
        isOn={step.disabled !== true}
        onChange={isOn =>
          editor.edit(workflow => setField(workflow, step.id, ["disabled"], isOn ? undefined : true))
        }
      />
      <MoreScopes step={step} />
      <TypedField
        label={t`Note`}
        lines={3}
        value={step.note ?? ""}
        onChange={note =>
          editor.edit(workflow => setField(workflow, step.id, ["note"], note || undefined), burst("note"))
        }
      />
    </div>
  )
}

/** The scopes that the step could hold and does not yet. */
function MoreScopes({ step }: { readonly step: Step }) {
  const editor = useEditor()
  const possible = own(editor.catalogue.kinds, step.kind)?.holds?.scopes ?? []
  const missing = possible.filter(scope => scope !== "steps" && step[scope] === undefined)
  if (missing.length === 0) return null
  return (
    <div className="flex flex-col items-start gap-1">
      <h3 className="text-sm font-medium">{t`May hold further steps`}</h3>
      {missing.map(scope => (
        <Button
          key={scope}
          look="quiet"
          icon={Plus}
          className="h-7 px-2"
          onPress={() => editor.edit(workflow => setField(workflow, step.id, [scope], []))}
        >
          {scopeTitles[scope]}
        </Button>
      ))}
    </div>
  )
}
