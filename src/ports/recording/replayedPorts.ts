import { err, ok } from "../../lib/result.ts"
import { anyHash } from "../../model/hiding.ts"
import type { Ports } from "../../model/ports.ts"
import type { Miss, PortCall } from "../../model/recording.ts"
import { unsent } from "../sent.ts"
import { aroundPorts, type Called, hearersIn, letGo, promptPorts } from "./portCalls.ts"
import { fromPortJson, plainRequest, requestHash } from "./portJson.ts"
import { recordingProblem } from "./recordingProblems.ts"

/** Recorded calls of one task, each of which is served once. */
export interface CallStock {
  /** The next call that asked the same; undefined where there is none. */
  take(port: string, what: string, hash: string): PortCall | undefined
}

/** Makes a stock of these calls. */
export function createCallStock(calls: readonly PortCall[]): CallStock {
  const left = [...calls]
  return {
    take(port, what, hash) {
      const at = left.findIndex(call => isHash(call.hash, hash) && call.port === port && call.what === what)
      return at < 0 ? undefined : left.splice(at, 1)[0]
    },
  }
}

function isHash(recorded: string, hash: string): boolean {
  return recorded === hash || recorded === anyHash
}

/** What replaying is handed. */
export interface ReplayParts {
  readonly stock: CallStock
  /** What is done about a call that was not recorded. */
  readonly miss: Miss
  readonly warn: (say: string) => void
  /** Waits as long as it took; without it everything comes at once. */
  readonly pace?: ((milliseconds: number) => Promise<void>) | undefined
  /** Changes what comes: trials let a call go wrong. */
  readonly spoil?: ((call: PortCall | undefined) => PortCall | undefined) | undefined
}

/** Ports that answer as they did when it was recorded, and ask nobody. */
export function replayedPorts(ports: Partial<Ports>, parts: ReplayParts): Partial<Ports> {
  return aroundPorts(ports, called => {
    const { port, what, asked, perform } = called
    if (promptPorts.includes(port)) {
      const known = parts.stock.take(port, what, plainRequest(asked))
      return known === undefined ? perform() : fromPortJson(known.answer)
    }
    return answerLater(called, parts)
  })
}

async function answerLater(called: Called, parts: ReplayParts): Promise<unknown> {
  const { port, what, asked, perform } = called
  const found = parts.stock.take(port, what, await requestHash(port, what, asked))
  const known = parts.spoil === undefined ? found : parts.spoil(found)
  if (known !== undefined && known.lost === undefined) return serveCall(known, asked, parts.pace)
  // Code of the user's own asks nobody: where it was changed it simply runs.
  if (port === "code") return perform()
  const say = recordingProblem(known === undefined ? "not_recorded" : "answer_not_kept", {
    what: `${port}.${what}`,
  })
  if (parts.miss === "error") {
    letGo(asked)
    return err(unsent(say))
  }
  if (parts.miss === "warn") parts.warn(say.message)
  return perform()
}

/** Answers as the recorded call did, with what was streamed meanwhile. */
export async function serveCall(
  { answer, problem, chunks = [], took }: PortCall,
  asked: readonly unknown[],
  pace?: (milliseconds: number) => Promise<void>,
): Promise<unknown> {
  const hear = hearersIn(asked)
  letGo(asked)
  let before = 0
  for (const [after, name, value] of chunks) {
    if (pace !== undefined && after > before) await pace(after - before)
    before = Math.max(before, after)
    hear(name, fromPortJson(value))
  }
  if (pace !== undefined && took > before) await pace(took - before)
  return problem === undefined ? ok(fromPortJson(answer)) : err(problem)
}
