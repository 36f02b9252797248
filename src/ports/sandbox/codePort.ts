import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { CodePort } from "../../model/ports.ts"
import { problemOfFault } from "./codeProblems.ts"
import { codeLimits } from "./limits.ts"
import type { CodeFault, GuestTime } from "./protocol.ts"
import type { Sandbox } from "./sandbox.ts"

/** What is said of code that nobody has named: problems begin with it. */
const unnamed = { say: "The code" }

/** The code port: JavaScript as it is, TypeScript with its types taken off. */
export function createCodePort(options: {
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
}): CodePort {
  return {
    async run({
      language,
      source,
      what = unnamed.say,
      scope,
      timeout,
      memory,
      signal,
      onLog,
      calls = {},
      onCall,
    }) {
      const plain = language === "typescript" ? await withoutTypes(source) : ok(source)
      if (!plain.ok) return err(problemOfFault(plain.error, what))
      const texts = Object.fromEntries(
        Object.entries(scope).map(([name, value]) => [name, JSON.stringify(value)]),
      )
      const ran = await options.sandbox().run({
        job: { source: plain.value, scope: texts, secrets: [], ports: calls },
        time: options.time(),
        limits: {
          ...codeLimits,
          ...(timeout === undefined ? {} : { time: timeout }),
          ...(memory === undefined ? {} : { memory }),
        },
        ...(onCall === undefined ? {} : { onCall: (...call) => answerCall(onCall, ...call) }),
        ...(signal ? { signal } : {}),
        ...(onLog ? { onLog } : {}),
      })
      return ran.ok
        ? ok(ran.json === undefined ? null : JSON.parse(ran.json))
        : err(problemOfFault(ran.fault, what))
    },
  }
}

/** What the port says, as JSON; whatever goes wrong besides is a problem of the call, and of nothing else. */
async function answerCall(
  onCall: NonNullable<Parameters<CodePort["run"]>[0]["onCall"]>,
  port: string,
  method: string,
  json: string,
): Promise<{ readonly ok: boolean; readonly json: string }> {
  try {
    const answer = await onCall(port, method, JSON.parse(json) as Json[])
    return { ok: answer.ok, json: JSON.stringify(answer.ok ? answer.value : answer.error) }
  } catch (cause) {
    return { ok: false, json: JSON.stringify(cause instanceof Error ? cause.message : "The call failed.") }
  }
}

async function withoutTypes(source: string): Promise<Result<string, CodeFault>> {
  const { transform } = await import("sucrase")
  try {
    // As a function's body, so that `return` and `await` are read as what they are.
    const { code } = transform(`async function body() {${source}\n}`, {
      transforms: ["typescript"],
      disableESTransforms: true,
    })
    return ok(code.slice(code.indexOf("{") + 1, code.lastIndexOf("}")))
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return err({ code: "code_syntax", message })
  }
}
