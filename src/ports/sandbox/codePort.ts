import { err, ok, type Result } from "../../lib/result.ts"
import type { CodePort } from "../../model/ports.ts"
import { problemOfFault } from "./codeProblems.ts"
import { codeLimits } from "./limits.ts"
import type { CodeFault, GuestTime } from "./protocol.ts"
import type { Sandbox } from "./sandbox.ts"

/** The code port: JavaScript as it is, TypeScript with its types taken off. */
export function createCodePort(options: {
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
}): CodePort {
  return {
    async run({ language, source, scope, timeout, signal, onLog }) {
      const plain = language === "typescript" ? await withoutTypes(source) : ok(source)
      if (!plain.ok) return err(problemOfFault(plain.error, "The code"))
      const texts = Object.fromEntries(
        Object.entries(scope).map(([name, value]) => [name, JSON.stringify(value)]),
      )
      const ran = await options.sandbox().run({
        job: { source: plain.value, scope: texts, secrets: [], ports: {} },
        time: options.time(),
        limits: { ...codeLimits, ...(timeout === undefined ? {} : { time: timeout }) },
        ...(signal ? { signal } : {}),
        ...(onLog ? { onLog } : {}),
      })
      return ran.ok
        ? ok(ran.json === undefined ? null : JSON.parse(ran.json))
        : err(problemOfFault(ran.fault, "The code"))
    },
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
