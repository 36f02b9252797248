import type { Result } from "../lib/result.ts"
import type { Plugin } from "../model/plugins/manifest.ts"
import { pluginOf } from "../model/plugins/pluginName.ts"
import type { CodePort } from "../model/ports.ts"
import type { Problem } from "../model/problems.ts"
import { readPlugin } from "../plugins/readPlugin.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import { createSandbox } from "../ports/sandbox/sandbox.ts"
import { createGuestThreads } from "./guestThread.ts"
import { hashOf } from "./largeValues.ts"

/** Reads plugins in the place whose code port this is; none may be called like a kind or a trigger type of ours. */
export function createPluginReader(
  code: CodePort,
  ours: Iterable<string>,
): (text: string) => Promise<Result<Plugin, Problem>> {
  const taken = new Set([...ours].map(name => pluginOf(name) ?? name))
  return text => readPlugin(text, { code, hash: hashOf, taken, templateTrouble })
}

/** Reads one plugin in a page, in a sandbox that is gone afterwards. */
export async function readPluginHere(text: string, ours: Iterable<string>): Promise<Result<Plugin, Problem>> {
  const sandbox = createSandbox({ spawn: createGuestThreads() })
  try {
    const time = () => ({ now: 0, timezone: "UTC" })
    return await createPluginReader(createCodePort({ sandbox: () => sandbox, time }), ours)(text)
  } finally {
    sandbox.close()
  }
}

async function templateTrouble(text: string): Promise<string | undefined> {
  const { openFile } = await import("../format/file.ts")
  const { problems, readable, workflow } = openFile(text)
  const problem = problems.find(({ severity }) => severity === "error")
  if (problem !== undefined) return problem.message
  return readable && workflow.steps.length > 0 ? undefined : "It has no steps."
}
