import { err, ok, type Result } from "../lib/result.ts"
import { evaluateTemplate } from "./evaluate.ts"
import type { EvaluationProblem } from "./evaluationProblems.ts"
import type { Expression } from "./expression.ts"
import { compileNative, type Evaluation, evaluateNative, type Native } from "./native.ts"
import type { EvaluationScope } from "./nativeFrame.ts"
import type { NativeLimits } from "./nativeValues.ts"
import type { SyntaxProblem } from "./syntaxProblems.ts"
import { type Hole, parseTemplate, type Template } from "./template.ts"

/** A template that was read, with what the native lane made of each of its expressions. */
export interface CompiledTemplate {
  readonly template: Template
  readonly holes: readonly Hole[]
  readonly natives: ReadonlyMap<Expression, Native>
}

/** Reads and compiles a template. */
export function compileTemplate(text: string): Result<CompiledTemplate, SyntaxProblem> {
  const parsed = parseTemplate(text)
  if (!parsed.ok) return parsed
  const natives = new Map<Expression, Native>()
  const holes = parsed.value.filter(part => part.type === "hole")
  for (const { expression } of holes) {
    const native = compileNative(expression)
    if (native) natives.set(expression, native)
  }
  return ok({ template: parsed.value, holes, natives })
}

/** Evaluates a template in the native lane; `not_native` says that the sandbox has to take part. */
export function evaluateCompiled(
  { template, natives }: CompiledTemplate,
  scope: EvaluationScope,
  limits?: NativeLimits,
): Result<Evaluation, EvaluationProblem> {
  return evaluateTemplate<EvaluationProblem>(template, expression => {
    const native = natives.get(expression)
    return native ? evaluateNative(native, scope, limits) : err(sandboxOnly)
  })
}

const sandboxOnly: EvaluationProblem = {
  code: "not_native",
  message:
    "This expression needs the sandbox: it uses more of JavaScript than paths, operators and known methods.",
}

const longestKept = 16_384

/** Compiles templates and keeps the latest, so that a step which runs a thousand times is compiled once. */
export function createTemplateCache(most = 1_000): (text: string) => Result<CompiledTemplate, SyntaxProblem> {
  const kept = new Map<string, Result<CompiledTemplate, SyntaxProblem>>()
  return text => {
    const known = kept.get(text)
    if (known) return known
    const made = compileTemplate(text)
    if (text.length > longestKept) return made
    const [oldest] = kept.keys()
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest)
    kept.set(text, made)
    return made
  }
}
