import { t } from "../language/t.ts"
import { isList, isMap, type Json, type JsonMap, own, type Path } from "../lib/json.ts"
import { library } from "../syntax/library/library.ts"
import { roots } from "../syntax/names.ts"
import { givenNames } from "./givenNames.ts"
import { sampleOf } from "./sampleOf.ts"
import { createSight } from "./sight.ts"
import { outletsOf, type Survey, type SurveyedStep } from "./survey.ts"
import { type EvaluatedText, type Moment, shapeOf } from "./texts.ts"

/*
 * What may be written at a place of an expression: the names that are seen there, the steps in sight, the fields
 * that their kinds say they have, inputs, variables, secrets, and the library. Texts are unfinished while they are
 * typed, so the few characters before the place are read by hand, and never the whole expression.
 *
 *     Hello {{ steps.ask.output.na│ }}   ──▶   replace `na` by one of the fields of ask's output
 */

/** Something that may be written. */
export interface Completion {
  readonly label: string
  /** What is put in its place. */
  readonly insert: string
  readonly sort: "name" | "step" | "field" | "function" | "method" | "secret"
  /** Said beside it: a type, a title. */
  readonly detail?: string
  /** One sentence about it, or more. */
  readonly doc?: string
}

/** What may be written at a place, and what it would replace. */
export interface Completions {
  readonly from: number
  readonly to: number
  readonly options: readonly Completion[]
  /** The path whose fields are offered: a run may know more of them than the schemas do. */
  readonly path?: Path
  /** What was typed of the name so far. */
  readonly typed: string
}

/** Where the text stands in the workflow. */
export interface CompletionPlace {
  /** The step that it belongs to; undefined for texts of the workflow itself. */
  readonly step: string | undefined
  /** The path of the text in the workflow. */
  readonly path: Path
  readonly moment?: Moment
}

/** Gives completions for the texts of one workflow. */
export function createCompletion(
  survey: Survey,
  secretNames: readonly string[] = [],
): (place: CompletionPlace, text: string, offset: number) => Completions | null {
  const { workflow, catalogue } = survey
  const sight = createSight()
  const given = givenNames(survey)

  return (place, text, offset) => {
    const typed = typedAt(text, offset)
    if (typed === null) return null
    const { chain, partial } = typed
    const from = offset - partial.length
    const owner = place.step === undefined ? undefined : survey.stepById.get(place.step)
    const here = {
      owner,
      moment: place.moment ?? momentOf(place.path, owner),
      path: place.path,
      text,
      form: "template" as const,
    }
    const options = chain === null ? namesAt(here) : fieldsAt(here, chain)
    const fitting = options.filter(option => fits(option.label, partial))
    return {
      ...{ from, to: offset, options: ranked(fitting, partial), typed: partial },
      ...(chain === null ? {} : { path: chain }),
    }
  }

  function namesAt(here: EvaluatedText): Completion[] {
    const names = roots
      .filter(name => (given.isSometimes(name) ? given.isHere(name, here) : isUseful(name, here)))
      .map((name): Completion => ({ label: name, insert: name, sort: "name", doc: rootDocs[name] }))
    const functions = library.map(
      ({ name, signature, doc, examples }): Completion => ({
        ...{ label: name, insert: `${name}(`, sort: "function", detail: signature.slice(name.length) },
        doc: examples[0]
          ? `${doc} ${t`${examples[0].expression} gives ${JSON.stringify(examples[0].gives)}`}`
          : doc,
      }),
    )
    const globals = ["Math", "JSON", "Object", "Number", "String", "Array", "Date", "Boolean"].map(
      (name): Completion => ({ label: name, insert: name, sort: "name", detail: "JavaScript" }),
    )
    return [...names, ...functions, ...globals]
  }

  function isUseful(name: string, { owner, moment }: EvaluatedText): boolean {
    if (name === "incoming" || name === "arrivals" || name === "visit") return owner !== undefined
    if (name === "steps") return moment !== "outside"
    if (name === "inputs") return Object.keys(workflow.inputs ?? {}).length > 0
    if (name === "vars") return Object.keys(workflow.variables ?? {}).length > 0
    return name !== "event"
  }

  function fieldsAt(here: EvaluatedText, [root, ...path]: Path): Completion[] {
    const [first] = path
    if (path.length === 0) {
      switch (root) {
        case "steps":
          return survey.steps.filter(step => isSeen(here, step)).map(stepCompletion)
        case "inputs":
          return Object.entries(workflow.inputs ?? {}).map(([name, schema]) =>
            fieldOf(name, schema as unknown as Json),
          )
        case "vars":
          return Object.entries(workflow.variables ?? {}).map(([name, value]) =>
            fieldOf(name, { default: value }),
          )
        case "secrets":
          return secretNames.map(name => ({ ...nameOf(name, "secret"), detail: t`used, never shown` }))
        case "trigger":
          return triggerFields(here)
        case "incoming":
          return schemaFields(schemaAt(here, root, path) ?? {})
        default:
          return own(plainFields, String(root))?.map(name => nameOf(name, "field")) ?? []
      }
    }
    const schema = schemaAt(here, root, path)
    if (schema !== undefined) return schemaFields(schema)
    const step = root === "steps" && typeof first === "string" ? survey.stepById.get(first) : undefined
    if (step === undefined) return []
    if (path.length === 1) return partsOfStep.map(name => nameOf(name, "field"))
    if (path.length === 2 && path[1] === "outlets")
      return (outletsOf(step) ?? []).map(name => nameOf(name, "field"))
    return []
  }

  function isSeen(here: EvaluatedText, step: SurveyedStep): boolean {
    return sight(here, step).sees
  }

  function triggerFields(here: EvaluatedText): Completion[] {
    const ids = workflow.triggers ?? []
    const own_ = here.trigger === undefined ? ids : ids.filter(({ id }) => id === here.trigger)
    const found = own_.flatMap(({ type }) => schemaFields(own(catalogue.triggers, type)?.output ?? {}))
    const inputs = Object.keys(workflow.inputs ?? {}).map(name => nameOf(name, "field"))
    return [...new Map([...found, ...inputs].map(each => [each.label, each])).values()]
  }

  /** The schema of what stands at a path, as far as kinds and the workflow say. */
  function schemaAt(here: EvaluatedText, root: string | number | undefined, path: Path): JsonMap | undefined {
    if (root === "inputs" && typeof path[0] === "string")
      return follow(own(workflow.inputs ?? {}, path[0]) as unknown as Json | undefined, path.slice(1))
    if (root === "vars" && typeof path[0] === "string")
      return follow(schemaOfValue(own(workflow.variables ?? {}, path[0])), path.slice(1))
    if (root === "incoming") {
      const wire = here.owner?.scope.graph.into.get(here.owner.step.id)?.[0]
      const source = wire === undefined ? undefined : survey.stepById.get(wire.from)
      return source === undefined ? undefined : follow(outputSchema(source, wire?.outlet ?? undefined), path)
    }
    if (root !== "steps" || typeof path[0] !== "string") return undefined
    const step = survey.stepById.get(path[0])
    if (step === undefined) return undefined
    if (path[1] === "output") return follow(outputSchema(step, undefined), path.slice(2))
    if (path[1] === "outlets" && typeof path[2] === "string")
      return follow(outputSchema(step, path[2]), path.slice(3))
    return undefined
  }
}

/** The schema of what leaves by the outlet: that of the first stands for those that have none of their own. */
export function outputSchema({ entry, step }: SurveyedStep, outlet: string | undefined): JsonMap | undefined {
  if (entry === undefined) return undefined
  if (outlet === "failure") return errorSchema
  const schema =
    own(entry.output, outlet ?? entry.outlets[0] ?? "") ?? own(entry.output, entry.outlets[0] ?? "")
  const values = step.with?.values
  // A kind whose output is any map gives what its own values say, where it has them.
  const known = schema?.properties === undefined && isMap(values) ? (schemaOfValue(values) ?? schema) : schema
  return step.each === undefined ? known : { type: "array", items: known ?? {} }
}

const errorSchema: JsonMap = {
  type: "object",
  properties: {
    code: { type: "string" },
    name: { type: "string" },
    message: { type: "string" },
    step: { type: "string" },
    visit: { type: "number" },
  },
}

function schemaOfValue(value: Json | undefined): JsonMap | undefined {
  if (value === undefined || value === null) return undefined
  if (isList(value)) return { type: "array", items: schemaOfValue(value[0]) ?? {} }
  if (!isMap(value)) {
    const isOpen = typeof value === "string" && shapeOf(value) === "value"
    return isOpen ? {} : { type: typeof value }
  }
  const fields = Object.entries(value).map(([name, inner]) => [name, schemaOfValue(inner) ?? {}] as const)
  return { type: "object", properties: Object.fromEntries(fields) }
}

function follow(schema: Json | undefined, path: Path): JsonMap | undefined {
  let here = isMap(schema) ? schema : undefined
  for (const key of path) {
    const plain = here === undefined ? undefined : withoutChoice(here)
    const next =
      typeof key === "number"
        ? plain?.items
        : isMap(plain?.properties)
          ? own(plain.properties, key)
          : undefined
    here = isMap(next) ? next : undefined
  }
  return here === undefined ? undefined : withoutChoice(here)
}

function withoutChoice(schema: JsonMap): JsonMap {
  const either = schema.anyOf ?? schema.oneOf
  const one = isList(either) ? either.find(each => isMap(each) && each.type !== "null") : undefined
  return isMap(one) ? one : schema
}

function schemaFields(schema: JsonMap): Completion[] {
  const { properties, type } = withoutChoice(schema)
  const fields = isMap(properties)
    ? Object.entries(properties).map(([name, inner]) => fieldOf(name, inner))
    : []
  const methods = own(methodsByType, String(type)) ?? []
  return [...fields, ...methods]
}

function fieldOf(name: string, schema: Json | undefined): Completion {
  const map = isMap(schema) ? withoutChoice(schema) : {}
  const type = typeof map.type === "string" ? map.type : typeof map.default
  const sample = JSON.stringify(sampleOf(map))
  return {
    ...nameOf(name, "field"),
    detail: own(typeWords, type) ?? "",
    ...(typeof map.description === "string"
      ? { doc: map.description }
      : sample.length > 2 && sample.length < 40 && sample !== "null"
        ? { doc: t`Such as ${sample}` }
        : {}),
  }
}

const typeWords: { readonly [type: string]: string } = {
  string: "text",
  number: "number",
  integer: "number",
  boolean: t`yes or no`,
  array: "list",
  object: "map",
}

/** A name after a dot; one that no dot can lead to is written in brackets. */
export function nameOf(name: string, sort: Completion["sort"]): Completion {
  return { label: name, insert: /^[A-Za-z_$][\w$]*$/.test(name) ? name : `[${JSON.stringify(name)}]`, sort }
}

function stepCompletion({ step, entry }: SurveyedStep): Completion {
  return {
    ...nameOf(step.id, "step"),
    detail: entry?.title ?? step.kind,
    ...(step.name === undefined ? {} : { doc: step.name }),
  }
}

const partsOfStep = ["output", "outlets", "status", "visit", "error", "visits"]

const plainFields: { readonly [root: string]: readonly string[] } = {
  run: ["id", "startedAt"],
  workflow: ["id", "name"],
  error: ["code", "name", "message", "step", "visit"],
  loop: ["index", "previous"],
  Math: ["max", "min", "round", "floor", "ceil", "abs", "sqrt", "sign", "trunc"],
  JSON: ["stringify", "parse"],
  Object: ["keys", "values", "entries"],
  Number: ["isFinite", "isInteger", "isNaN"],
  Array: ["isArray"],
}

const methods = (names: string): Completion[] =>
  names.split(" ").map(name => {
    const isValue = name === "length"
    return { label: name, insert: isValue ? name : `${name}(`, sort: "method", detail: "JavaScript" }
  })

const methodsByType: { readonly [type: string]: readonly Completion[] } = {
  string: methods("length trim toUpperCase toLowerCase includes startsWith endsWith split slice replaceAll"),
  array: methods("length map filter find some every join includes slice at flatMap reduce"),
  number: methods("toFixed"),
}

const rootDocs: { readonly [Name in (typeof roots)[number]]: string } = {
  inputs: t`What the run was started with.`,
  vars: t`Variables of the run, as the last step wrote them.`,
  trigger: t`What started the run.`,
  steps: t`What the steps before this one gave.`,
  incoming: t`The value that came by the wire.`,
  arrivals: t`Every value that came by a wire, with where it came from.`,
  item: t`The item that is worked on.`,
  index: t`The place of the item, from 0.`,
  loop: t`The iteration: its index, and what the one before gave.`,
  run: t`The run: its id and when it started.`,
  workflow: t`The workflow: its id and name.`,
  error: t`What went wrong, on the way of a failure.`,
  visit: t`How often this step has been entered.`,
  secrets: t`Keys that can be used and not read.`,
  event: t`The event that is asked about.`,
}

function momentOf(path: Path, owner: SurveyedStep | undefined): Moment {
  if (owner === undefined) return path[0] === "output" ? "inside" : "outside"
  const [key, field] = path.slice(owner.path.length)
  if (key === "next") return "after"
  if (key === "output") return "inside"
  return key === "with" && typeof field === "string" && own(owner.entry?.hints, field)?.inside
    ? "inside"
    : "before"
}

/** Names and keys up to a dot, and what follows it so far. */
const chainBefore =
  /([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|(?:\?\.)?\[(?:\d+|"[^"\\]*"|'[^'\\]*')\])*)?\??\.([A-Za-z_$][\w$]*)?$/

/** The chain before the place, as a path, and what was typed of the next name; null outside of expressions. */
export function typedAt(
  text: string,
  offset: number,
): { readonly chain: Path | null; readonly partial: string } | null {
  const start = holeAround(text, offset)
  if (start === null) return null
  const before = text.slice(start, offset)
  const match = chainBefore.exec(before)
  if (match === null) {
    const word = /(?:[A-Za-z_$][\w$]*)?$/.exec(before)?.[0] ?? ""
    return /[\w$]$/.test(before.slice(0, before.length - word.length)) ? null : { chain: null, partial: word }
  }
  const [all, chain, partial = ""] = match
  const ahead = before.slice(0, before.length - all.length).trimEnd()
  if (chain === undefined || /[\w$.)\]]$/.test(ahead)) return null
  return { chain: pathOf(chain), partial }
}

function pathOf(chain: string): Path {
  const parts = chain.match(/[A-Za-z_$][\w$]*|\[(?:\d+|"[^"\\]*"|'[^'\\]*')\]/g) ?? []
  return parts.map(part =>
    part.startsWith("[") ? (/^\[\d/.test(part) ? Number(part.slice(1, -1)) : part.slice(2, -2)) : part,
  )
}

/** Where the expression around the place begins; null outside of braces, and within text of the expression. */
function holeAround(text: string, offset: number): number | null {
  let start: number | null = null
  let quote = ""
  for (let at = 0; at < offset; at++) {
    const char = text[at] ?? ""
    if (start === null) {
      if (!text.startsWith("{{", at)) continue
      let slashes = 0
      while (text[at - 1 - slashes] === "\\") slashes++
      at++
      if (slashes % 2 === 0 && at < offset) start = at + 1
    } else if (quote !== "") {
      if (char === "\\") at++
      else if (char === quote) quote = ""
    } else if (char === '"' || char === "'" || char === "`") quote = char
    else if (text.startsWith("}}", at)) {
      start = null
      at++
    }
  }
  return quote === "" && start !== null && start <= offset ? start : null
}

function fits(label: string, partial: string): boolean {
  return partial === "" || label.toLowerCase().includes(partial.toLowerCase())
}

/** What begins with what was typed comes first; else the order stays. */
function ranked(options: readonly Completion[], partial: string): readonly Completion[] {
  const begins = (option: Completion): boolean => option.label.toLowerCase().startsWith(partial.toLowerCase())
  return [...options.filter(begins), ...options.filter(option => !begins(option))]
}
