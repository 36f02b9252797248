import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { composeTemplate } from "../../syntax/evaluate.ts"
import type { Expression } from "../../syntax/expression.ts"
import { compileNative, evaluateNative, type Native } from "../../syntax/native.ts"
import { referencesOf } from "../../syntax/references.ts"
import { type Hole, parseTemplate, type Template } from "../../syntax/template.ts"
import { writeOutUnrunSteps } from "../../syntax/unrunSteps.ts"
import { nameOfExpression, problemOfFault } from "./codeProblems.ts"
import { toPlain } from "./plain.ts"
import type { GuestTime } from "./protocol.ts"
import type { Evaluation, Sandbox } from "./sandbox.ts"

/*
 * Templates are evaluated in two lanes with one meaning. The native lane answers most expressions in place; what it
 * does not know, or gives up on the way, goes to the sandbox, all of a call in one message. A template is compiled
 * once, however often it is evaluated.
 */

/** What evaluating comes to: a value for each text, undefined where it has none. */
export type TemplateValues = Result<readonly (Json | undefined)[], Problem>

/** Evaluates templates over named values: in place where that can be done, else later. */
export type Evaluator = (
  texts: readonly string[],
  names: { readonly [name: string]: unknown },
) => TemplateValues | Promise<TemplateValues>

interface CompiledHole {
  readonly expression: Expression
  readonly native: Native | null
  /** For the sandbox; made when it is first needed. */
  sandboxed?: { readonly source: string; readonly reads: readonly (readonly string[])[] }
}

type Compiled = Result<{ readonly template: Template; readonly holes: readonly CompiledHole[] }, Problem>

const mostCompiled = 20_000

/** Makes an evaluator; the sandbox is asked for when an expression first needs it. */
export function createEvaluator(options: {
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
}): Evaluator {
  const known = new Map<string, Compiled>()

  function compiledOf(text: string): Compiled {
    const before = known.get(text)
    if (before) return before
    if (known.size >= mostCompiled) known.clear()
    const compiled = compile(text)
    known.set(text, compiled)
    return compiled
  }

  return (texts, names) => {
    const time = options.time()
    const templates: Template[] = []
    const values: unknown[][] = []
    const later: {
      readonly evaluation: Evaluation
      readonly source: string
      readonly put: (value: unknown) => void
    }[] = []
    for (const text of texts) {
      const compiled = compiledOf(text)
      if (!compiled.ok) return compiled
      const own: unknown[] = []
      templates.push(compiled.value.template)
      values.push(own)
      for (const [at, hole] of compiled.value.holes.entries()) {
        const evaluated = hole.native && evaluateNative(hole.native, { values: names, clock: time })
        if (evaluated?.ok) own[at] = toPlain(evaluated.value.value)
        else if (evaluated && evaluated.error.code !== "not_native") {
          const { message } = evaluated.error
          return err(
            problemOfFault({ code: "code_threw", message }, nameOfExpression(hole.expression.source)),
          )
        } else {
          hole.sandboxed ??= sandboxedOf(hole.expression)
          later.push({
            evaluation: { ...hole.sandboxed, scope: names },
            source: hole.expression.source,
            put: value => {
              own[at] = value
            },
          })
        }
      }
    }
    const compose = () =>
      ok(templates.map((template, at) => composeTemplate(template, values[at] ?? []) as Json | undefined))
    if (later.length === 0) return compose()
    return options
      .sandbox()
      .evaluate(
        later.map(each => each.evaluation),
        { time },
      )
      .then(results => {
        for (const [at, result] of results.entries()) {
          const { put, source } = later[at] as (typeof later)[number]
          if (!result.ok) return err(problemOfFault(result.fault, nameOfExpression(source)))
          put(result.json === undefined ? undefined : JSON.parse(result.json))
        }
        return compose()
      })
  }
}

function compile(text: string): Compiled {
  const parsed = parseTemplate(text)
  if (!parsed.ok) {
    return err(problemOfFault({ code: "code_syntax", message: parsed.error.message }, nameOfExpression(text)))
  }
  const holes = parsed.value.filter((part): part is Hole => part.type === "hole")
  return ok({
    template: parsed.value,
    holes: holes.map(({ expression }) => ({ expression, native: compileNative(expression) })),
  })
}

function sandboxedOf(expression: Expression): NonNullable<CompiledHole["sandboxed"]> {
  const reads = referencesOf(expression).map(({ root, path }) => [root, ...path.map(String)])
  return { source: writeOutUnrunSteps(expression), reads }
}
