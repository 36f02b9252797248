import type { z } from "zod"
import { isMap, type Json, own, type Path } from "../lib/json.ts"
import { nearest } from "../lib/nearest.ts"
import { documentProblem } from "./documentProblems.ts"
import { guessDuration } from "./guessDuration.ts"
import { freshIds, suggestId } from "./ids.ts"
import { fileMigrations, type Migration, migrateFile, versionOf } from "./migrations.ts"
import { eachStep } from "./places.ts"
import { type Fix, type Problem, withPlace } from "./problems.ts"
import { type Shape, sayShape, shapeOf, takes, typeOfValue } from "./shapes.ts"
import { emptyWorkflow, formatVersion, type Workflow } from "./workflow.ts"
import { idOfNone } from "./workflowName.ts"
import { workflowSchema } from "./workflowSchema.ts"

/*
 * The lenient door. A file under someone's hands is wrong most of the time, and the canvas has to stand: so what
 * fits the schema is kept, what does not is left out of the view and reported where it stands.
 *
 *     steps:                          steps: [ { id: "a", kind: "wait" },
 *       - { id: a, kind: wait, timeout: soon }      { id: "", kind: "" } ]
 *       - 7                           problems: steps.0.timeout, steps.1
 *
 * Lists keep their length and order, with an empty item in place of a broken one, so that a path into the view is
 * a path into the file.
 */

/** What a file says, as far as it can be understood. */
export interface ParsedWorkflow {
  readonly workflow: Workflow
  readonly problems: readonly Problem[]
  /** A newer version wrote it: to write it back would lose what this one does not know. */
  readonly readOnly: boolean
  /** The version that wrote it, where it was migrated: paths are those of the migrated file. */
  readonly migratedFrom?: number
}

/** How deep maps and lists may lie within each other. */
export const deepestNesting = 100

/** How many values a workflow may hold in all. */
const mostParts = 500_000

/** How many values one that lies too deep counts for: a file has few of them, but what holds itself many. */
const costOfDepth = 1_000

/** How many problems of one file are told: nobody reads further. */
const mostProblems = 10_000

const workflowShape = shapeOf(workflowSchema)

/** Reads whatever a file, a row or a clipboard held as a workflow. Never throws. */
export function parseWorkflow(
  value: unknown,
  migrations: ReadonlyMap<number, Migration> = fileMigrations,
): ParsedWorkflow {
  const { file, migratedFrom } = migrateFile(value, migrations)
  if (!isMap(file)) {
    const problem = documentProblem("not_a_workflow", { actual: sayValue(file) })
    return {
      workflow: emptyWorkflow(idOfNone),
      problems: [withPlace(problem, { path: [] })],
      readOnly: false,
    }
  }
  const problems: Problem[] = []
  const read = readerInto(problems)(workflowShape, file, [], true) as Partial<Workflow>
  const workflow = {
    ...read,
    rivulet: read.rivulet ?? formatVersion,
    id: read.id || idOfNone,
    steps: read.steps ?? [],
  }
  const version = versionOf(file)
  if (version !== undefined && version > formatVersion) {
    const newer = documentProblem("newer_version", { version, known: formatVersion })
    return { workflow, problems: [withPlace(newer, { path: ["rivulet"] })], readOnly: true }
  }
  problems.push(...repeatedIds(workflow))
  return { workflow, problems, readOnly: false, ...(migratedFrom === undefined ? {} : { migratedFrom }) }
}

/** Reads a value by a shape: gives what fits, undefined where nothing does. In a list something always fits. */
function readerInto(problems: Problem[]) {
  let parts = 0
  return read

  function read(shape: Shape, value: unknown, path: Path, listed = false): Json | undefined {
    const kept = isWithinBounds(path) ? readShape(shape, value, path, listed) : undefined
    return kept === undefined && listed ? emptyOf(shape) : kept
  }

  /** Stops what holds itself, and what doubles with every level because it holds something twice. */
  function isWithinBounds(path: Path): boolean {
    if (parts >= mostParts) return false
    parts += path.length > deepestNesting ? costOfDepth : 1
    if (parts >= mostParts) report(documentProblem("too_large", { limit: mostParts }), path)
    if (path.length <= deepestNesting) return true
    report(documentProblem("too_deep", { field: fieldOf(path), limit: deepestNesting }), path)
    return false
  }

  function readShape(shape: Shape, value: unknown, path: Path, listed: boolean): Json | undefined {
    switch (shape.type) {
      case "fields":
        return isMap(value) ? readFields(shape, value, path, listed) : refuse(shape, value, path)
      case "record":
        return isMap(value) ? readRecord(shape, value, path) : refuse(shape, value, path)
      case "list":
        return Array.isArray(value) ? readList(shape.item, value, path) : refuse(shape, value, path)
      case "choice":
        return readChoice(shape, value, path, listed)
      case "json":
        return readJson(value, path)
      case "leaf":
        return shape.schema.safeParse(value).success ? (value as Json) : refuse(shape, value, path)
    }
  }

  function readFields(
    shape: Extract<Shape, { type: "fields" }>,
    value: { readonly [key: string]: unknown },
    path: Path,
    listed: boolean,
  ): Json | undefined {
    const fields = shape.fields()
    const result: Record<string, Json> = {}
    for (const key of Object.keys(value)) {
      const item = value[key]
      const field = fields.get(key)
      if (item === undefined) continue
      if (field === undefined && (!shape.open || key === "__proto__")) {
        reportUnknownKey(key, value, [...fields.keys()], path)
        continue
      }
      const kept =
        field === undefined ? readJson(item, [...path, key]) : read(field.shape, item, [...path, key])
      if (kept !== undefined) result[key] = kept
    }
    let whole = true
    for (const [key, field] of fields) {
      if (!field.required || Object.hasOwn(result, key)) continue
      whole = false
      if (own(value, key) === undefined) {
        const problem = documentProblem("missing_field", { field: key, owner: ownerOf(value, path) })
        report(problem, path, key === "rivulet" ? setTo([key], formatVersion) : undefined)
      }
      if (listed && path.length > 0) result[key] = emptyOf(field.shape)
    }
    return whole || listed ? result : undefined
  }

  function reportUnknownKey(key: string, owner: object, fields: readonly string[], path: Path): void {
    if (key === "__proto__") {
      report(documentProblem("forbidden_key", { key }), [...path, key])
      return
    }
    const meant = nearest(
      key,
      fields.filter(field => !Object.hasOwn(owner, field)),
    )
    const problem = documentProblem("unknown_key", { key, owner: ownerOf(owner, path) })
    report(problem, [...path, key], meant === undefined ? undefined : { say: `Did you mean “${meant}”?` })
  }

  function readRecord(
    shape: Extract<Shape, { type: "record" }>,
    value: { readonly [key: string]: unknown },
    path: Path,
  ): Json {
    const result: Record<string, Json> = Object.create(null)
    for (const key of Object.keys(value)) {
      if (!isFreeKey(key, [...path, key])) continue
      const checked = shape.key.safeParse(key)
      if (!checked.success) {
        const code = ownCode(checked.error) ?? "bad_id"
        const better = code === "bad_id" ? suggestId(key, "") : ""
        report(
          codedProblem(code, path, key),
          [...path, key],
          better === "" ? undefined : { say: `Call it “${better}”` },
        )
        continue
      }
      const kept = value[key] === undefined ? undefined : read(shape.value, value[key], [...path, key])
      if (kept !== undefined) result[key] = kept
    }
    return result
  }

  function readList(item: Shape, value: readonly unknown[], path: Path): Json {
    return Array.from(value, (part, index) => read(item, part, [...path, index], true) ?? null)
  }

  function readChoice(
    shape: Extract<Shape, { type: "choice" }>,
    value: unknown,
    path: Path,
    listed: boolean,
  ): Json | undefined {
    const type = typeOfValue(value)
    const options = shape.options.filter(option => takes(option, type))
    const leaves = options.filter(option => option.type === "leaf")
    if (leaves.some(leaf => leaf.schema.safeParse(value).success)) return value as Json
    const others = options.filter(option => option.type !== "leaf")
    const meant = others.length > 1 && isMap(value) ? mostAlike(others, value) : others[0]
    if (meant !== undefined) return readShape(meant, value, path, listed)
    return refuse(shape, value, path)
  }

  function readJson(value: unknown, path: Path): Json | undefined {
    if (!isWithinBounds(path)) return undefined
    if (Array.isArray(value))
      return Array.from(value, (item, index) => readJson(item, [...path, index]) ?? null)
    if (isMap(value)) {
      const result: Record<string, Json> = Object.create(null)
      for (const key of Object.keys(value)) {
        const here = [...path, key]
        const kept = value[key] !== undefined && isFreeKey(key, here) ? readJson(value[key], here) : undefined
        if (kept !== undefined) result[key] = kept
      }
      return result
    }
    const type = typeOfValue(value)
    if (type !== "other" && !(type === "number" && !Number.isFinite(value))) return value as Json
    report(documentProblem("not_plain_data", { field: fieldOf(path), actual: sayValue(value) }), path)
    return undefined
  }

  function isFreeKey(key: string, path: Path): boolean {
    if (key !== "__proto__") return true
    report(documentProblem("forbidden_key", { key }), path)
    return false
  }

  /** Says what the shape takes instead; with the nearest value that it would take, where one can be guessed. */
  function refuse(shape: Shape, value: unknown, path: Path): undefined {
    const leaves = (shape.type === "choice" ? shape.options : [shape]).filter(
      option => option.type === "leaf",
    )
    const type = typeOfValue(value)
    const field = fieldOf(path)
    const said = { field, expected: sayShape(shape), actual: sayValue(value) }
    if (type === "number" && leaves.some(leaf => leaf.takes === "number")) {
      return report(documentProblem("out_of_range", said), path)
    }
    const scalar = type === "text" || type === "number" || type === "boolean"
    for (const leaf of scalar ? leaves : []) {
      if (leaf.takes !== "text") continue
      const asText = leaf.schema.safeParse(String(value))
      const code = ownCode(asText.error)
      if (asText.success) return report(documentProblem("wrong_type", said), path, setTo(path, String(value)))
      if (code !== undefined)
        return report(codedProblem(code, path, value), path, codedFix(code, path, value))
      if (leaf.choices === undefined || type !== "text") continue
      const meant = nearest(String(value), leaf.choices)
      return report(
        documentProblem("not_one_of", said),
        path,
        meant === undefined ? undefined : setTo(path, meant),
      )
    }
    const read = type === "text" ? scalarOf(String(value)) : undefined
    const fits = read !== undefined && leaves.some(leaf => leaf.schema.safeParse(read).success)
    return report(documentProblem("wrong_type", said), path, fits ? setTo(path, read) : undefined)
  }

  function report(problem: Problem, path: Path, fix?: Fix): undefined {
    if (problems.length < mostProblems) problems.push(withPlace(problem, { path }, fix))
  }
}

/** Of several kinds of map the one whose required fields are there; one with any keys, where none's are. */
function mostAlike(options: readonly Shape[], value: { readonly [key: string]: unknown }): Shape | undefined {
  let best: Shape | undefined
  let most = 0
  for (const option of options) {
    const required =
      option.type === "fields" ? [...option.fields()].filter(([, field]) => field.required) : []
    const count = required.filter(([key]) => Object.hasOwn(value, key)).length
    if (count > most) [best, most] = [option, count]
  }
  return best ?? options.find(option => option.type === "record")
}

/** What stands in a list for an item of which nothing fits. */
function emptyOf(shape: Shape): Json {
  switch (shape.type) {
    case "leaf":
      if (shape.takes === "list") return [0, 0]
      return shape.takes === "number" ? 0 : ""
    case "json":
      return null
    case "list":
      return []
    case "record":
      return {}
    case "choice":
      return emptyOf(
        shape.options.find(option => option.type === "fields") ?? shape.options[0] ?? { type: "json" },
      )
    case "fields": {
      const required = [...shape.fields()].filter(([, field]) => field.required)
      return Object.fromEntries(required.map(([key, field]) => [key, emptyOf(field.shape)]))
    }
  }
}

const codes = [
  "bad_duration",
  "bad_id",
  "bad_workflow_id",
  "bad_outlet_name",
  "name_too_long",
  "control_character",
] as const
type OwnCode = (typeof codes)[number]

/** The code that the schema gives an issue that needs words of its own. */
function ownCode(error: z.ZodError | undefined): OwnCode | undefined {
  for (const issue of error?.issues ?? []) {
    const code = codes.find(known => known === issue.message)
    if (code !== undefined) return code
  }
  return undefined
}

function codedProblem(code: OwnCode, path: Path, value: unknown): Problem {
  if (code === "name_too_long" || code === "control_character") {
    return documentProblem(code, { field: fieldOf(path) })
  }
  return documentProblem(code, { actual: String(value) })
}

function codedFix(code: OwnCode, path: Path, value: unknown): Fix | undefined {
  if (code === "bad_duration") {
    const meant = guessDuration(value)
    return meant === undefined ? undefined : setTo(path, meant)
  }
  if (code === "bad_id") return setTo(path, suggestId(String(value)))
  if (code === "bad_workflow_id")
    return setTo(path, suggestId(String(value), "workflow").replaceAll("_", "-"))
  return undefined
}

/** Every id of a step or trigger that another one bears already. */
function repeatedIds(workflow: Workflow): Problem[] {
  const problems: Problem[] = []
  const check = (what: string, places: readonly { id: string; path: Path }[]) => {
    const fresh = freshIds(new Set(places.map(place => place.id)))
    const seen = new Set<string>()
    for (const { id, path } of places) {
      if (id === "") continue
      if (!seen.has(id)) {
        seen.add(id)
        continue
      }
      const here = [...path, "id"]
      problems.push(
        withPlace(documentProblem("duplicate_id", { id, what }), { path: here }, setTo(here, fresh(id))),
      )
    }
  }
  check(
    "step",
    Array.from(eachStep(workflow), ({ step, path }) => ({ id: step.id, path })),
  )
  check(
    "trigger",
    (workflow.triggers ?? []).map(({ id }, index) => ({ id, path: ["triggers", index] })),
  )
  return problems
}

function setTo(path: Path, value: Json): Fix {
  return { say: `Write ${typeof value === "string" ? `“${value}”` : String(value)}`, set: { path, value } }
}

/** The number or yes-or-no that a text spells. */
function scalarOf(text: string): Json | undefined {
  const trimmed = text.trim().toLowerCase()
  if (/^(?:true|yes|on)$/.test(trimmed)) return true
  if (/^(?:false|no|off)$/.test(trimmed)) return false
  return /^-?\d{1,15}(?:\.\d{1,15})?$/.test(trimmed) ? Number(trimmed) : undefined
}

/** The field that a path leads to, in the words of the file: `tags[2]`. */
function fieldOf(path: Path): string {
  const from = path.findLastIndex(key => typeof key === "string")
  if (from < 0) return "the file"
  return `${path[from]}${path
    .slice(from + 1)
    .map(index => `[${index}]`)
    .join("")}`
}

/** Whose field it is: the id where there is one. */
function ownerOf(value: object, path: Path): string {
  if (path.length === 0) return "the workflow"
  const id = isMap(value) ? own(value, "id") : undefined
  return typeof id === "string" && id !== "" ? `“${id}”` : fieldOf(path)
}

function sayValue(value: unknown): string {
  switch (typeOfValue(value)) {
    case "text":
      return value === "" ? "an empty text" : `“${String(value)}”`
    case "number":
    case "boolean":
      return String(value)
    case "list":
      return "a list"
    case "map":
      return "a map"
    case "empty":
      return "empty"
    case "other":
      return value === undefined ? "nothing" : `a ${typeof value}`
  }
}
