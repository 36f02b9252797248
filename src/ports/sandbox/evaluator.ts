import { must } from "../../lib/assert.ts"
import { isMap, type Json, type Path } from "../../lib/json.ts"
import { err } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { createTemplateCache } from "../../syntax/compiledTemplates.ts"
import { composeTemplate } from "../../syntax/evaluate.ts"
import type { Expression } from "../../syntax/expression.ts"
import { evaluateNative } from "../../syntax/native.ts"
import { referencesOf } from "../../syntax/references.ts"
import type { Template } from "../../syntax/template.ts"
import { writeOutUnrunSteps } from "../../syntax/unrunSteps.ts"
import { nameOfExpression, problemOfFault, problemOfReadSecret } from "./codeProblems.ts"
import type { Limits } from "./limits.ts"
import { toPlain } from "./plain.ts"
import type { GuestTime } from "./protocol.ts"
import type { Evaluation, Sandbox } from "./sandbox.ts"

/*
 * Templates are evaluated in two lanes with one meaning. The native lane answers most expressions in place; what it
 * does not know, or gives up on the way, goes to the sandbox, all of a call in one message. A template is compiled
 * once, however often it is evaluated.
 */

/**
 * What evaluating comes to: a value for each text, undefined where it has none, and what was looked at for them. In
 * the native lane that is each path as it was read; in the sandbox, the paths that the source names.
 */
export type TemplateValues =
  | {
      readonly ok: true
      readonly value: readonly (Json | undefined)[]
      readonly looked: { readonly reads: readonly Path[]; readonly isTimed: boolean }
    }
  | { readonly ok: false; readonly error: Problem }

/** Evaluates templates over named values: in place where that can be done, else later. */
export type Evaluator = (
  texts: readonly string[],
  names: { readonly [name: string]: unknown },
  time?: GuestTime,
) => TemplateValues | Promise<TemplateValues>

type ForSandbox = Pick<Evaluation, "source" | "reads"> & { readonly paths: readonly Path[] }

/** Makes an evaluator; the sandbox is asked for when an expression first needs it. */
export function createEvaluator(options: {
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
  /** Limits in the sandbox, other than the usual. */
  readonly limits?: Limits
  /** Ends what is under way in the sandbox. */
  readonly signal?: AbortSignal
}): Evaluator {
  const { limits, signal } = options
  const how = { ...(limits ? { limits } : {}), ...(signal ? { signal } : {}) }

  const compile = createTemplateCache()
  const written = new WeakMap<Expression, ForSandbox>()

  function forSandbox(expression: Expression): ForSandbox {
    const known = written.get(expression)
    if (known) return known
    const paths = referencesOf(expression).map(({ root, path }): Path => [root, ...path])
    const reads = paths.map(path => path.map(String))
    const made = { source: writeOutUnrunSteps(expression), reads, paths }
    written.set(expression, made)
    return made
  }

  return (texts, names, time = options.time()) => {
    const clock = new WatchedClock(time)
    const scope = { values: names, clock }
    const reads: Path[] = []
    const value: (Json | undefined)[] = []
    let later: Later[] | undefined
    for (let place = 0; place < texts.length; place++) {
      const text = must(texts[place], "a text")
      const compiled = compile(text)
      if (!compiled.ok)
        return err(
          problemOfFault({ code: "code_syntax", message: compiled.error.message }, nameOfExpression(text)),
        )
      const { template, holes, natives } = compiled.value
      const own: unknown[] = []
      let isWhole = true
      for (let at = 0; at < holes.length; at++) {
        const { expression } = must(holes[at], "a hole")
        const native = natives.get(expression)
        const evaluated = native && evaluateNative(native, scope)
        if (evaluated?.ok) {
          own[at] = toPlain(evaluated.value.value)
          for (const path of evaluated.value.reads) reads.push(path)
        } else if (evaluated && evaluated.error.code !== "not_native") {
          return err(
            problemOfFault(
              { code: "code_threw", message: evaluated.error.message },
              nameOfExpression(expression.source),
            ),
          )
        } else if (readsSecrets(expression)) {
          return err(problemOfReadSecret(nameOfExpression(expression.source)))
        } else {
          later ??= []
          later.push({ expression, template, own, at, place })
          isWhole = false
        }
      }
      if (isWhole) value[place] = composed(template, own)
    }
    if (later === undefined) return { ok: true, value, looked: { reads, isTimed: clock.isLookedAt } }
    const waiting = later
    const evaluations = waiting.map(({ expression }) => {
      const { paths, ...ask } = forSandbox(expression)
      reads.push(...paths)
      return { ...ask, scope: names }
    })
    return options
      .sandbox()
      .evaluate(evaluations, { time, run: runOf(names), ...how })
      .then(results => {
        for (const [number, { expression, own, at }] of waiting.entries()) {
          const result = must(results[number], "a result for each evaluation")
          if (!result.ok) return err(problemOfFault(result.fault, nameOfExpression(expression.source)))
          own[at] = result.json === undefined ? undefined : JSON.parse(result.json)
        }
        for (const { template, own, place } of waiting) value[place] = composed(template, own)
        // Code may find the time, and chance that is drawn from it, by any way at all.
        return { ok: true, value, looked: { reads, isTimed: true } }
      })
  }
}

function composed(template: Template, values: readonly unknown[]): Json | undefined {
  return composeTemplate(template, values) as Json | undefined
}

/** An expression that goes to the sandbox, and the hole of which template its value fills. */
interface Later {
  readonly expression: Expression
  readonly template: Template
  readonly place: number
  readonly own: unknown[]
  readonly at: number
}

/** The run's clock, which notices that it was looked at. */
class WatchedClock implements GuestTime {
  readonly #time: GuestTime
  isLookedAt = false
  constructor(time: GuestTime) {
    this.#time = time
  }
  get timezone() {
    return this.#time.timezone
  }
  get now() {
    this.isLookedAt = true
    return this.#time.now
  }
}

/** The run whose names they are. */
function runOf({ run }: { readonly [name: string]: unknown }): string {
  return isMap(run) && typeof run.id === "string" ? run.id : ""
}

/** What looks into a secret is not native, and user code never gets to see even its handle. */
function readsSecrets(expression: Expression): boolean {
  return referencesOf(expression).some(({ root }) => root === "secrets")
}
