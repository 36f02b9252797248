import { isList, isMap, own } from "../lib/json.ts"
import { parseExpression } from "../syntax/expression.ts"
import { type Reference, referencesOf } from "../syntax/references.ts"
import { isTemplate, parseTemplate } from "../syntax/template.ts"
import { parseAddress } from "./address.ts"
import type { Catalogue, KindEntry, TriggerEntry } from "./catalogue.ts"
import { covers, type Grant, grantOf, grantOfAddress, parseGrant, sayGrant } from "./grants.ts"
import { wiresOf } from "./graph.ts"
import { eachStep } from "./places.ts"
import type { PowerUse } from "./step.ts"
import { textsAround, textsOfStep, type WorkflowText } from "./texts.ts"
import type { StandIns } from "./trialSchema.ts"
import { stepOfValidator } from "./validators.ts"
import type { Step, Workflow } from "./workflow.ts"

/*
 * The powers of a workflow are computed from it, and not declared by it: what its kinds say that they use, for what
 * their parameters name, and every secret that an expression mentions. They are shown before a run like an app's
 * permissions. That they are complete is no matter of trust: each is asked for again at the port that has it.
 */

/** A power that a workflow uses. */
export interface Power {
  /** The grant that would allow exactly this. */
  readonly grant: Grant
  /** The grant as text: `http:https://api.example.com`. */
  readonly pattern: string
  /** A template decides what it is for: the pattern then means everything of its kind. */
  readonly atRunTime: boolean
  /** The steps that use it, in file order; the empty text is the workflow itself. */
  readonly steps: readonly string[]
  /** Words that complete "It may …". */
  readonly say: string
}

/** A use of a power by one step. */
interface Use {
  readonly grant: Grant
  readonly atRunTime: boolean
  readonly step: string
}

/** Every power that the workflow uses, each once, in order of pattern. Steps and triggers that are off use none. */
export function powersOf(workflow: Workflow, catalogue: Catalogue): Power[] {
  const found = new Map<string, { first: Use; steps: Set<string> }>()
  for (const use of usesOf(workflow, catalogue)) {
    const key = `${use.atRunTime} ${use.grant.text}`
    const known = found.get(key) ?? { first: use, steps: new Set() }
    found.set(key, known)
    known.steps.add(use.step)
  }
  return [...found.values()]
    .map(({ first: { grant, atRunTime }, steps }) => ({
      ...{ grant, pattern: grant.text, atRunTime, steps: [...steps], say: sayGrant(grant) },
    }))
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1))
}

/** What would allow each use of a power, one after the other: less than the powers themselves, and much sooner there. */
export function* grantsUsed(workflow: Workflow, catalogue: Catalogue): Generator<Grant> {
  for (const { grant } of usesOf(workflow, catalogue)) yield grant
}

/**
 * The powers that would have to be granted before a run begins. What is chosen at run time counts as given as soon
 * as anything of its kind is: which of it is asked for shows at the port.
 */
export function missingPowers(powers: readonly Power[], grants: readonly Grant[]): Power[] {
  return powers.filter(({ grant, atRunTime }) => {
    const isGiven = (one: Grant) => (atRunTime ? one.power === grant.power : covers(one, grant))
    return !grants.some(isGiven)
  })
}

function* usesOf(workflow: Workflow, catalogue: Catalogue): Generator<Use> {
  for (const { type, enabled, with: given } of workflow.triggers ?? []) {
    if (enabled !== false) yield* usesOfEntry("", own(catalogue.triggers, type), given ?? {})
  }
  for (const { step } of eachStep(workflow)) {
    if (!step.disabled) yield* usesOfStep(step, catalogue)
  }
  for (const text of textsAround(workflow)) yield* usesOfText(text, "")
}

/** What each step uses, by the catalogue that says it: from one edit to the next nearly all are the very same. */
const usesKnown = new WeakMap<Step, { readonly catalogue: Catalogue; readonly uses: readonly Use[] }>()

function usesOfStep(step: Step, catalogue: Catalogue): readonly Use[] {
  const known = usesKnown.get(step)
  if (known?.catalogue === catalogue) return known.uses
  const isRaw = (kind: string, field: string) => own(own(catalogue.kinds, kind)?.hints, field)?.raw === true
  const judges = wiresOf(step).flatMap(({ spec }) =>
    (spec.validate ?? []).flatMap(validator => ("expression" in validator ? [] : stepOfValidator(validator))),
  )
  const uses = [
    ...usesOfKind(step.id, step.kind, step.with ?? {}, catalogue),
    ...usesOfCalled(step.id, step.kind, step.with ?? {}, catalogue),
    ...judges.flatMap(judge => [...usesOfKind(step.id, judge.kind, judge.with, catalogue)]),
    ...textsOfStep(step, isRaw).flatMap(text => usesOfText(text, step.id)),
  ]
  usesKnown.set(step, { catalogue, uses })
  return uses
}

function usesOfKind(step: string, kind: string, given: unknown, catalogue: Catalogue): Generator<Use> {
  return usesOfEntry(step, own(catalogue.kinds, kind), given)
}

function* usesOfEntry(
  step: string,
  entry: KindEntry | TriggerEntry | undefined,
  given: unknown,
): Generator<Use> {
  const fields = isMap(entry?.input.properties) ? entry.input.properties : {}
  for (const use of entry?.powers ?? []) {
    const field = use.of === undefined ? undefined : own(fields, use.of)
    const value =
      (use.of === undefined || !isMap(given) ? undefined : own(given, use.of)) ?? usualOf(use, field)
    if (use.of !== undefined && value === undefined) continue
    if (use.listedIn !== undefined) {
      const listed = isMap(given) ? own(given, use.listedIn) : undefined
      // Which a template will name nobody knows before: any of them.
      if (isList(listed) ? !listed.includes(use.power) : listed === undefined) continue
      const each = use.eachOf === undefined || !isMap(given) ? undefined : own(given, use.eachOf)
      if (isList(each) && each.length > 0) {
        for (const one of each) yield { ...grantFor({ power: use.power, of: "" }, one, patternOf), step }
      } else yield { grant: grantOf(use.power, use.is), atRunTime: use.is === undefined, step }
    } else yield { ...grantFor(use, value), step }
  }
}

/** What the kinds may do that a step's code calls: whatever is not set beforehand is chosen at run time. */
function* usesOfCalled(step: string, kind: string, given: unknown, catalogue: Catalogue): Generator<Use> {
  const field = own(catalogue.kinds, kind)?.callsFrom
  const listed = field === undefined || !isMap(given) ? undefined : own(given, field)
  for (const tool of isList(listed) ? listed : []) {
    const called = isMap(tool) ? own(tool, "kind") : tool
    const set = isMap(tool) ? own(tool, "with") : undefined
    const entry = typeof called === "string" ? own(catalogue.kinds, called) : undefined
    for (const use of entry?.powers ?? []) {
      const value = use.of === undefined || !isMap(set) ? undefined : own(set, use.of)
      if (use.of === undefined || value !== undefined) yield { ...grantFor(use, value), step }
      else yield { grant: grantOf(use.power), atRunTime: true, step }
    }
  }
}

function usualOf(use: PowerUse, field: unknown): unknown {
  return isMap(field) && field.default !== undefined ? field.default : use.usual
}

/** The grant for a use whose parameter has the value, and whether a template has still to say which. */
function grantFor(use: PowerUse, value: unknown, hostsIn = originOf): Omit<Use, "step"> {
  if (use.of === undefined) return { grant: grantOf(use.power, use.is), atRunTime: false }
  const text = typeof value === "string" ? value : ""
  const known = use.power === "http" ? hostsIn(text) : isTemplate(text) ? null : text
  const grant = known === null ? null : parseGrant(`${use.power}:${known}`)
  return grant?.ok ? { grant: grant.value, atRunTime: false } : { grant: grantOf(use.power), atRunTime: true }
}

/** A pattern of hosts as it is written, unless a template has still to say it. */
function patternOf(text: string): string | null {
  return isTemplate(text) ? null : text
}

/** The origin of an address that may be a template, if what comes before the first hole settles it. */
function originOf(text: string): string | null {
  const before = isTemplate(text) ? text.slice(0, text.indexOf("{{")) : text
  if (before !== text && !/^https?:\/\/[^/?#\\@]+[/?#]/i.test(before)) return null
  const address = parseAddress(before)
  return address.ok ? grantOfAddress(address.value).what : null
}

/** The secrets that the expressions of a text mention. */
function usesOfText({ text, form }: WorkflowText, step: string): Use[] {
  return referencesIn(text, form)
    .filter(({ root }) => root === "secrets")
    .map(({ path: [name] }) => ({
      grant: grantOf("secret", typeof name === "string" ? name : "*"),
      atRunTime: typeof name !== "string",
      step,
    }))
}

function referencesIn(text: string, form: WorkflowText["form"]): readonly Reference[] {
  if (form === "expression") {
    const expression = parseExpression(text)
    return expression.ok ? referencesOf(expression.value) : []
  }
  const template = parseTemplate(text)
  if (!template.ok) return []
  return template.value.flatMap(part => (part.type === "hole" ? referencesOf(part.expression) : []))
}

/** The powers that a run needs in which something stands in for these steps: what is not done needs none. */
export function powersWithout(powers: readonly Power[], standIns: StandIns): readonly Power[] {
  return powers.filter(({ steps }) => !steps.every(step => Object.hasOwn(standIns, step)))
}
