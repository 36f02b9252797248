import { OctagonPause, Plus, Unplug } from "lucide-react"
import { t } from "../../language/t.ts"
import { own, type Path } from "../../lib/json.ts"
import { moveWire, updateWire, type WireMove } from "../../model/edits/wires.ts"
import { scopeWires, type Wire } from "../../model/graph.ts"
import { findStep, scopeAt } from "../../model/places.ts"
import type { WireSpec } from "../../model/workflow.ts"
import { Button } from "../../ui/Button.tsx"
import { Select } from "../../ui/Select.tsx"
import { commandById } from "../commands.ts"
import { ExpressionField } from "../expression/ExpressionField.tsx"
import { StepExpressions } from "../expression/StepExpressions.tsx"
import { shownFacts } from "../facts.ts"
import { firstOutlet, outletsOf } from "../outlets.ts"
import { breakpointOn, useBreakpointAt, useRunSlots } from "../runSlots.ts"
import { type SceneWire, stepName } from "../scene.ts"
import { useCommandContext } from "../useBuilder.ts"
import { useEditor, useEditorState, useSteps } from "../useEditor.ts"
import { TypedField } from "./TypedField.tsx"
import { useProblemAt } from "./useProblemAt.ts"

/** A wire as a form: where it leads from and to, and what it waits for. */
export function WireInspector({ drawn, ...given }: { readonly drawn: SceneWire; readonly wire: Wire }) {
  const editor = useEditor()
  const context = useCommandContext()
  const { tryOut } = useRunSlots()
  const { workflow } = useEditorState(state => state.file)
  const steps = useSteps()
  const breakpoint = useBreakpointAt(breakpointOn(drawn))
  const { from, to, outlet } = drawn
  const place = findStep(workflow, from)
  // While somebody types, what is drawn comes later: a field must hold what the document says already.
  const written = scopeWires(scopeAt(workflow, place?.scope ?? []) ?? [])
  const wire = written.find(each => each.order === given.wire.order && each.from === from) ?? given.wire
  const { spec } = wire
  const problemAt = useProblemAt([...(steps.get(from)?.path ?? []), ...wire.path])
  const target = findStep(workflow, to)
  if (!place || !target) return null
  const entry = own(editor.catalogue.kinds, place.step.kind)
  const inlets = own(editor.catalogue.kinds, target.step.kind)?.inlets ?? []
  const others = (scopeAt(workflow, place.scope) ?? []).filter(({ id }) => id !== "")
  const first = firstOutlet(entry)
  /** The wire leads elsewhere then, and is still the selected one. */
  const lead = (move: WireMove) => {
    editor.edit(before => moveWire(before, wire, { ...move, first }))
    const now = { outlet, to, ...move }
    const same = shownFacts(editor).scene.wires.find(
      each => each.from === from && each.outlet === now.outlet && each.to === now.to,
    )
    if (same) editor.select([same.id])
  }
  const set = (change: { readonly [Field in keyof WireSpec]?: WireSpec[Field] | undefined }) =>
    editor.edit(before => updateWire(before, wire, change), {
      burst: `wire ${drawn.id} ${Object.keys(change)}`,
    })
  const about = (path: Path) => {
    const problem = problemAt(path)
    return problem ? { problem } : {}
  }
  const more = [spec.at, spec.on, spec.validate].some(each => each !== undefined)
  return (
    <>
      <header className="border-b border-line px-4 pt-4 pr-12 pb-3">
        <h2 className="text-base font-semibold">{t`Wire`}</h2>
        <p className="text-xs text-muted">{t`From ${stepName(place.step)} to ${stepName(target.step)}`}</p>
      </header>
      <div className="flex flex-col gap-4 overflow-auto p-4">
        <StepExpressions step={to}>
          <ExpressionField
            label={t`Taken only if`}
            placeholder={t`always`}
            value={spec.when === undefined ? "" : String(spec.when)}
            help={t`An expression in braces, or else: when no other wire of this outlet is taken.`}
            onChange={text => set({ when: text === "" ? undefined : text })}
            {...about(["when"])}
          />
        </StepExpressions>
        <TypedField
          label={t`Only after`}
          isMono
          placeholder={t`at once`}
          help={t`Such as 10m, counted from when the step before has ended.`}
          value={spec.after ?? ""}
          onChange={text => set({ after: text || undefined })}
          {...about(["after"])}
        />
        <Select
          label={t`From the outlet`}
          choices={outletsOf(place.step, entry).map(id => ({ id, label: id }))}
          value={outlet}
          onChange={id => lead({ outlet: id })}
        />
        <Select
          label={t`To the step`}
          choices={others.map(step => ({ id: step.id, label: stepName(step) }))}
          value={to}
          onChange={id => lead({ to: id })}
        />
        {Array.isArray(inlets) && inlets.length > 1 && (
          <Select
            label={t`Into the inlet`}
            choices={inlets.map(id => ({ id, label: id }))}
            value={drawn.inlet}
            onChange={inlet => set({ inlet })}
          />
        )}
        {more && (
          <p className="text-xs text-muted">{t`It waits for more than that, which is changed in the YAML.`}</p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button icon={Plus} onPress={() => commandById("add_here").run(context)}>
            {t`Add a step into it`}
          </Button>
          {tryOut !== null && (
            <Button icon={OctagonPause} onPress={() => tryOut.toggleBreakpoint(breakpointOn(drawn))}>
              {breakpoint === undefined ? t`Stop runs here` : t`Stop runs here no longer`}
            </Button>
          )}
          <Button icon={Unplug} onPress={() => commandById("delete").run(context)}>
            {t`Cut it`}
          </Button>
        </div>
      </div>
    </>
  )
}
