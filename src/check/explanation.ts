import { t } from "../language/t.ts"
import { isList, isMap, type Json, type JsonMap, own, type Path } from "../lib/json.ts"
import type { KindEntry, TriggerEntry } from "../model/catalogue.ts"
import { type CompletionPlace, type Completions, typedAt } from "./completion.ts"
import type { Survey, SurveyedStep } from "./survey.ts"

/*
 * What the word under the pointer means: in an expression, the name as completion knows it; outside, a kind, one of
 * its parameters, or a word of the file's own.
 */

/** What is said of a word. */
export interface Explanation {
  readonly from: number
  readonly to: number
  readonly title: string
  readonly doc: string
}

/** Explains words in the text of one workflow; `complete` is what knows its expressions. */
export function createExplain(
  survey: Survey,
  complete: (place: CompletionPlace, text: string, offset: number) => Completions | null,
): (place: CompletionPlace, text: string, offset: number) => Explanation | null {
  return (place, text, offset) => {
    const word = wordAt(text, offset)
    if (word === null) return null
    if (typedAt(text, word.to) !== null) return inExpression(place, text, word)
    const said = ofFile(place, word.text)
    return said === null ? null : { from: word.from, to: word.to, ...said }
  }

  function inExpression(
    place: CompletionPlace,
    text: string,
    { from, to, text: name }: Word,
  ): Explanation | null {
    const found = complete(place, text, to)?.options.find(({ label }) => label === name)
    if (found === undefined) return null
    const { sort, detail = "", doc = "" } = found
    const title =
      sort === "function" || sort === "method" ? `${name}${detail}` : `${name}${detail && `: ${detail}`}`
    return { from, to, title, doc }
  }

  function ofFile(place: CompletionPlace, word: string): Said | null {
    const trigger = triggerAt(place.path)
    if (trigger !== undefined) return ofEntry(trigger, trigger.type, place.path.slice(2), word, triggerWords)
    const owner = place.step === undefined ? undefined : survey.stepById.get(place.step)
    if (owner === undefined) return wordOf(fileWords, word, place.path.at(-1))
    return ofStep(owner, place.path.slice(owner.path.length), word)
  }

  function triggerAt([root, index]: Path): TriggerEntry | undefined {
    const trigger =
      root === "triggers" && typeof index === "number" ? survey.workflow.triggers?.[index] : undefined
    return trigger && own(survey.catalogue.triggers, trigger.type)
  }
}

function ofStep({ entry, step }: SurveyedStep, path: Path, word: string): Said | null {
  const [key, outlet] = path
  if (key === "next" && entry !== undefined && outlet === word)
    return { title: word, doc: t`Where the run goes on when the step leaves by “${word}”.` }
  if (entry === undefined) return wordOf(stepWords, word, key)
  return ofEntry(entry, step.kind, path, word, stepWords)
}

/** The kind or type itself, one of its parameters at any depth, or a word that all of them have. */
function ofEntry(
  entry: KindEntry | TriggerEntry,
  name: string,
  path: Path,
  word: string,
  words: Words,
): Said | null {
  const [key, ...inside] = path
  if ((key === "kind" || key === "type") && (word === name || name.split(".").includes(word)))
    return { title: `${name}: ${entry.title}`, doc: `${entry.summary}.${outletsOf(entry)}` }
  if (key !== "with" || inside.length === 0) return wordOf(words, word, key)
  const [field] = inside
  const schema = schemaAt(entry.input, inside)
  if (schema === undefined || inside.at(-1) !== word) return null
  const hint = typeof field === "string" && inside.length === 1 ? own(entry.hints, field) : undefined
  const description = hint?.help ?? (typeof schema.description === "string" ? schema.description : "")
  const may = choices(schema)
  const fallback = schema.default === undefined ? "" : t` If left out: ${JSON.stringify(schema.default)}.`
  const doc =
    `${description}${description === "" || /[.!?]$/.test(description) ? "" : "."}${may}${fallback}`.trim()
  return doc === "" ? null : { title: hint?.label ?? word, doc }
}

function outletsOf(entry: KindEntry | TriggerEntry): string {
  return "outlets" in entry ? t` Leaves by ${[...new Set([...entry.outlets, "failure"])].join(", ")}.` : ""
}

function choices(schema: JsonMap): string {
  return isList(schema.enum) ? t` One of ${schema.enum.map(each => String(each)).join(", ")}.` : ""
}

function schemaAt(schema: Json, path: Path): JsonMap | undefined {
  let here: Json | undefined = schema
  for (const key of path) {
    const map: JsonMap | undefined = isMap(here) ? withMembers(here, key) : undefined
    here =
      typeof key === "number" ? map?.items : isMap(map?.properties) ? own(map.properties, key) : undefined
  }
  return isMap(here) ? here : undefined
}

/** Of a schema with alternatives, the one that has such a member. */
function withMembers(schema: JsonMap, key: string | number): JsonMap {
  const either = schema.anyOf ?? schema.oneOf
  if (!isList(either)) return schema
  const has = (each: Json): each is JsonMap =>
    isMap(each) &&
    (typeof key === "number"
      ? each.items !== undefined
      : isMap(each.properties) && Object.hasOwn(each.properties, key))
  return either.find(has) ?? schema
}

interface Word {
  readonly from: number
  readonly to: number
  readonly text: string
}

function wordAt(text: string, offset: number): Word | null {
  let from = offset
  let to = offset
  while (from > 0 && /[\w$]/.test(text[from - 1] ?? "")) from--
  while (to < text.length && /[\w$]/.test(text[to] ?? "")) to++
  return from === to ? null : { from, to, text: text.slice(from, to) }
}

type Said = Pick<Explanation, "title" | "doc">
type Words = { readonly [word: string]: string }

/** A word of the file's own, where it is the key that the path ends in. */
function wordOf(words: Words, word: string, key: string | number | undefined): Said | null {
  const doc = key === word ? own(words, word) : undefined
  return doc === undefined ? null : { title: word, doc }
}

const stepWords: Words = {
  id: "Its name in expressions and wires, one of its kind in the file.",
  name: t`What the card says.`,
  kind: "What the step does.",
  with: t`Its parameters. Each is a value or a template.`,
  next: t`Where the run goes on: a step, several, or steps by outlet.`,
  join: t`When it starts: once all that comes has come (all), at the first (any), at each, or at so many (atLeast).`,
  visits: t`How often it may be entered; 100 unless it says.`,
  each: t`A list: the step runs once for each item, which it sees as item and index.`,
  concurrency: t`How many items are worked on at once.`,
  onItemError: t`What becomes of the others when an item fails: stop, continue, or drop it.`,
  retry: t`How often, and how long apart, a failed attempt is tried again.`,
  timeout: t`How long an attempt may take, such as 30s or 5m.`,
  onError: t`What happens when it failed and no wire says: stop, continue, or go on with a default.`,
  onDoubt: t`What happens when nobody can tell whether its effect happened: ask, retry, fail, or done with a value.`,
  repeatable: t`It is safe to do twice with the same key, so a crash asks nobody.`,
  key: "What tells its effect from others at the other end.",
  budget: t`How much money, tokens, requests or time it may use.`,
  emptyOutlets: t`Outlets whose list is empty are used too.`,
  output: t`What it comes to, evaluated inside each iteration.`,
  steps: t`The steps inside.`,
  enter: t`The steps that run when the state is entered.`,
  exit: t`The steps that run before the state is left.`,
  always: t`The steps that run however it ended.`,
  disabled: t`It does nothing, and hands on what came in.`,
  note: t`A word to whoever reads this.`,
  memory: t`What it remembers from visit to visit, before the first.`,
}

const triggerWords: Words = {
  id: "Its name, one of its kind in the file.",
  type: "What starts a run.",
  with: t`Its parameters.`,
  inputs: t`What of it becomes which input of the run.`,
  next: t`The steps that it starts, in place of the first ones.`,
  enabled: t`Whether it may start runs.`,
  missed: t`What happens to times that passed while nothing ran: skip, run_once or run_all.`,
}

const fileWords: Words = {
  rivulet: t`The version of the format.`,
  inputs: t`What a run is started with: they become the form of its dialog.`,
  variables: t`What steps may write and expressions read, with the values that they begin with.`,
  triggers: t`What starts a run by itself.`,
  steps: t`What the workflow does.`,
  output: t`What the run comes to.`,
  settings: t`Limits of time, money and runs side by side, the time zone, and what happens after a failure.`,
  timezone: t`Where its expressions and times stand, such as Europe/Berlin.`,
  always: t`Steps that run when the run has ended, however.`,
  failure: t`Steps that run when the run has failed.`,
  layout: t`Where the boxes stand on the canvas.`,
  frames: t`Boxes drawn around steps.`,
  notes: t`Notes on the canvas.`,
}
