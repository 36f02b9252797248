import type {
  Preview,
  PreviewBasis,
  PreviewIteration,
  PreviewRequest,
  PreviewService,
  SeenField,
} from "../editor/expression/previewService.ts"
import type { RunEvent } from "../engine/core/event.ts"
import { scopeValues } from "../engine/core/scopeValues.ts"
import type { RunState } from "../engine/core/state.ts"
import { iterationAt, viewpointOf } from "../engine/core/viewpoint.ts"
import { evaluateAll, type Names } from "../engine/loop/evaluating.ts"
import type { Workflows } from "../engine/loop/loopParts.ts"
import { createPast, type Past } from "../engine/loop/why/past.ts"
import { why } from "../engine/loop/why/why.ts"
import { sayNumber } from "../language/formats.ts"
import { t } from "../language/t.ts"
import { at, isList, isMap, type Json, type JsonMap, own, type Path } from "../lib/json.ts"
import type { Result } from "../lib/result.ts"
import { showJson } from "../lib/showJson.ts"
import type { Journal } from "../model/journal.ts"
import type { Problem } from "../model/problems.ts"
import type { AnyStep } from "../model/step.ts"
import type { Why, WhyQuestion } from "../model/why.ts"
import { createEvaluator } from "../ports/sandbox/evaluator.ts"
import { expressionLimits } from "../ports/sandbox/limits.ts"
import type { GuestTime } from "../ports/sandbox/protocol.ts"
import type { Sandbox } from "../ports/sandbox/sandbox.ts"
import { createTracer } from "../ports/sandbox/tracer.ts"
import { type Reference, referencesOf } from "../syntax/references.ts"
import { SecretHandle } from "../syntax/secrets.ts"
import { parseTemplate } from "../syntax/template.ts"

/*
 * What pages ask about values: what an expression that is being written would give, and why a value of a run is like
 * it is. Both look at runs of the past through their journals and change nothing. User code runs in a sandbox of its
 * own, so that a preview that hangs holds up no run.
 */

/** What it works with. */
export interface InsightParts {
  readonly journal: Pick<Journal<RunEvent>, "read" | "head" | "history">
  readonly workflows: Pick<Workflows, "pinned">
  readonly kinds: (kind: string) => AnyStep | undefined
  /** The sandbox of previews and of answers to why, which no run uses. */
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
}

/** Answers questions about values. */
export interface Insight extends PreviewService {
  why(question: WhyQuestion): Promise<Result<Why, Problem>>
}

/** A preview takes no longer than this. */
const previewLimits = { ...expressionLimits, time: 500, output: 8 * 2 ** 20 }
const mostShown = 4_000
const mostFields = 300

/** Makes what answers questions about values. */
export function createInsight(parts: InsightParts): Insight {
  const current = new Map<string, AbortController>()
  const pasts = createPasts(parts)
  const trace = createTracer({ sandbox: parts.sandbox })

  const namesFor = async (request: Omit<PreviewRequest, "value">): Promise<Seen> => {
    const { runs } = await parts.journal.history({ workflow: request.workflow, most: 1 })
    const [latest] = runs
    const past = latest && (await pasts.open(latest.run))
    return seenBy(request, past?.last)
  }

  return {
    async preview(name, request) {
      current.get(name)?.abort()
      const stop = new AbortController()
      current.set(name, stop)
      const seen = await namesFor(request)
      if (stop.signal.aborted) return null
      const references = referencesIn(request.value)
      const names = { ...seen.names, ...secretsFor(references, seen.names) }
      const evaluate = createEvaluator({ ...parts, limits: previewLimits, signal: stop.signal })
      const evaluated = await evaluateAll([request.value], names, evaluate)
      if (stop.signal.aborted) return null
      current.delete(name)
      return previewOf(evaluated, seen, references)
    },
    endPreview(name) {
      current.get(name)?.abort()
      current.delete(name)
    },
    async fieldsAt(request) {
      const { names } = await namesFor(request)
      return fieldsOf(at(names, request.path))
    },
    why: question =>
      why(
        {
          open: pasts.open,
          kinds: parts.kinds,
          trace,
          breathe: () => new Promise(go => setTimeout(go, 0)),
        },
        question,
      ),
  }
}

/** Reads runs' pasts; the last two are kept for as long as nothing was added to them. */
function createPasts({ journal, workflows, kinds }: InsightParts): {
  open(run: string): Promise<Past | undefined>
} {
  const kept = new Map<string, { readonly seq: number; readonly past: Past }>()
  return {
    async open(run) {
      const head = await journal.head(run)
      const known = kept.get(run)
      if (head === undefined) return undefined
      if (known?.seq === head.seq) return known.past
      const events: RunEvent[] = []
      for await (const chunk of journal.read(run)) events.push(...chunk)
      const [first] = events
      const workflow = first?.type === "run.started" ? await workflows.pinned(first.workflow, run) : undefined
      if (workflow === undefined) return undefined
      const past = createPast(run, workflow, events, kinds)
      const [oldest] = kept.keys()
      if (kept.size >= 2 && oldest !== undefined) kept.delete(oldest)
      kept.set(run, { seq: head.seq, past })
      return past
    },
  }
}

interface Seen {
  readonly iteration?: PreviewIteration
  readonly names: Names
  readonly hasRun: boolean
  readonly pinned: ReadonlySet<string>
}

/** What an expression there sees: of the last run, of what was pinned, and of a sample where nothing ran at all. */
function seenBy(
  { step, index, incoming, sample, pinned = {} }: Omit<PreviewRequest, "value">,
  state: RunState | undefined,
): Seen {
  const pins = Object.entries(pinned).map(([id, outlets]) => [id, stepOf(outlets)] as const)
  const isPinned = new Set(Object.keys(pinned))
  const pinnedCame = incoming && own(own(pinned, incoming.step), incoming.outlet)
  if (state === undefined) {
    const steps = { ...(isMap(sample.steps) ? sample.steps : {}), ...Object.fromEntries(pins) }
    const names = { ...sample, steps, ...(pinnedCame === undefined ? {} : { incoming: pinnedCame }) }
    return { names, hasRun: false, pinned: isPinned }
  }
  const standing = (step === null ? undefined : viewpointOf(state, step, index)) ?? { in: "" }
  const { steps: inRun, ...names } = scopeValues(state, standing) as Names as Names & {
    readonly steps: object
  }
  const steps = { ...inRun, ...Object.fromEntries(pins) }
  const came = incoming && own(outletsIn(steps, incoming.step), incoming.outlet)
  const given = Object.fromEntries(
    Object.entries(sample).filter(([name]) => name === "item" || name === "index"),
  )
  const iteration = iterationAt(state, standing)
  return {
    ...(iteration === undefined ? {} : { iteration }),
    names: { ...given, ...withoutUndefined(names), steps, incoming: pinnedCame ?? names.incoming ?? came },
    hasRun: true,
    pinned: isPinned,
  }
}

function stepOf(outlets: JsonMap): JsonMap {
  return { output: Object.values(outlets)[0] ?? null, outlets, status: "completed", visit: 1 }
}

function outletsIn(steps: object, id: string): JsonMap | undefined {
  const outlets = at(steps, [id, "outlets"])
  return isMap(outlets) ? outlets : undefined
}

function withoutUndefined(names: Names): Names {
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined))
}

/** Previews see secrets as runs do: by handles that nothing can read. */
function secretsFor(references: readonly Reference[], names: Names): Names {
  const named = references.flatMap(({ root, path: [name] }) =>
    root === "secrets" && typeof name === "string" ? [name] : [],
  )
  if (named.length === 0 || names.secrets !== undefined) return {}
  return { secrets: Object.fromEntries(named.map(name => [name, new SecretHandle(name)])) }
}

function previewOf(
  evaluated: Awaited<ReturnType<typeof evaluateAll>>,
  { names, hasRun, pinned, iteration }: Seen,
  references: readonly Reference[],
): Preview {
  // Where nothing came of it, what its source names stands for what it read.
  const named = references.map(({ root, path }): Path => [root, ...path])
  const paths = (evaluated.ok ? evaluated.looked?.reads : undefined) ?? named
  const read = paths.flatMap(([root, id]) => (root === "steps" && typeof id === "string" ? [id] : []))
  const unrun = [...new Set(read)].filter(id => at(names, ["steps", id]) === undefined)
  const usesPins = read.some(id => pinned.has(id))
  const basis: PreviewBasis = usesPins ? "pinned" : hasRun ? "run" : "sample"
  const about = { basis, unrun, ...(iteration === undefined ? {} : { iteration }) }
  if (!evaluated.ok) return { type: "problem", message: evaluated.error.message, ...about }
  const [value] = evaluated.value
  const { text, isCut } = showJson(value, mostShown)
  const missing = value === undefined ? missingIn(names, paths, unrun) : null
  const shown = { shown: text, isCut, what: whatIs(value), ...(missing && { missing }) }
  return { type: "value", ...shown, ...about }
}

/** What is not there of what was read, besides steps that did not run: each down to the first part that is missing. */
function missingIn(names: Names, paths: readonly Path[], unrun: readonly string[]): Path[] {
  const missing = new Map<string, Path>()
  for (const path of paths) {
    const isUnrun = path[0] === "steps" && unrun.includes(String(path[1]))
    const depth = path.findIndex((_, index) => at(names, path.slice(0, index + 1)) === undefined)
    if (isUnrun || depth < 0) continue
    const gone = path.slice(0, depth + 1)
    missing.set(gone.join("."), gone)
  }
  return [...missing.values()]
}

function referencesIn(value: Json): Reference[] {
  if (typeof value === "string") {
    const template = parseTemplate(value)
    if (!template.ok) return []
    return template.value.flatMap(part => (part.type === "hole" ? referencesOf(part.expression) : []))
  }
  if (typeof value !== "object" || value === null) return []
  return Object.values(value).flatMap(inner => referencesIn(inner as Json))
}

function fieldsOf(value: unknown): readonly SeenField[] {
  if (!isMap(value)) return []
  return Object.entries(value)
    .slice(0, mostFields)
    .map(([name, field]) => ({ name, type: typeOf(field), shown: showJson(field, 60).text }))
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing"
  if (isList(value)) return "list"
  return typeof value === "object" ? "map" : typeof value === "string" ? "text" : typeof value
}

/** What a value is, in words. */
function whatIs(value: unknown): string {
  if (value === undefined) return t`Nothing`
  if (value === null) return "null"
  if (typeof value === "string")
    return value.length === 1 ? t`Text, 1 character` : t`Text, ${sayNumber(value.length)} characters`
  if (isList(value)) return value.length === 1 ? t`List, 1 item` : t`List, ${sayNumber(value.length)} items`
  if (isMap(value)) return sayMap(Object.keys(value).length)
  return typeof value === "number" ? t`Number` : typeof value === "boolean" ? t`Yes or no` : t`Secret`
}

function sayMap(fields: number): string {
  return fields === 1 ? t`Map, 1 field` : t`Map, ${sayNumber(fields)} fields`
}
