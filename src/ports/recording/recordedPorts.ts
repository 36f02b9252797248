import type { Json } from "../../lib/json.ts"
import { ok, type Result } from "../../lib/result.ts"
import type { Ports } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { PortCall } from "../../model/recording.ts"
import { markOn } from "./answerMarks.ts"
import { type KeptStream, keepStream } from "./keptStream.ts"
import { aroundPorts, type Called, promptPorts, withHearers } from "./portCalls.ts"
import { plainRequest, requestHash, toPortJson } from "./portJson.ts"

/** Ports that keep every answer, and what they have kept so far. */
export interface RecordedPorts {
  readonly ports: Partial<Ports>
  /** The calls in the order in which they were made; those under way are left out. */
  calls(): Promise<readonly PortCall[]>
}

/** What recording is handed. */
export interface RecordingParts {
  readonly now: () => number
  /** Takes the values of secrets out of what is about to be kept. */
  readonly redact?: ((value: Json) => Json) | undefined
}

/** Larger answers are not kept: a run that was recorded with one cannot be replayed there. */
const largest = 8 * 1024 * 1024

/** The ports, with every call and its answer kept. They answer as ever. */
export function recordedPorts(ports: Partial<Ports>, { now, redact }: RecordingParts): RecordedPorts {
  const began = now()
  /** Made into calls in the end: a stream is read after the answer in which it came. */
  const kept: (PortCall | Promise<() => PortCall> | undefined)[] = []

  function callOf(
    { port, what }: Called,
    hash: string,
    times: { readonly after: number; readonly took: number },
    came: Came,
    chunks: readonly Chunk[],
  ): PortCall {
    const { held, simulated } = came.mark
    const answer = came.problem === undefined ? plainAnswer(came) : undefined
    const keptAnswer = answer === undefined || redact === undefined ? answer : redact(answer)
    return {
      ...{ port, what, hash, ...times },
      ...(keptAnswer === undefined ? {} : { answer: keptAnswer }),
      ...(came.problem === undefined ? {} : { problem: redactedProblem(came.problem, redact) }),
      ...(chunks.length === 0 ? {} : { chunks: chunks.map(each => redactedChunk(each, redact)) }),
      ...(held === undefined ? {} : { held: { with: held.with, say: held.say } }),
      ...(simulated === undefined ? {} : { simulated }),
      ...(answer === undefined && came.value !== undefined ? { lost: true } : {}),
    }
  }

  const call = (called: Called): unknown => {
    const { port, asked } = called
    const start = now()
    const times = () => ({ after: start - began, took: now() - start })
    if (promptPorts.includes(port)) {
      const value = called.perform()
      kept.push(callOf(called, plainRequest(asked), times(), { value, mark: {} }, []))
      return value
    }
    const chunks: Chunk[] = []
    const hearing = withHearers(asked, (name, original) => (...heard) => {
      chunks.push([now() - start, name, toPortJson(heard) ?? []])
      return original(...heard)
    })
    const place = kept.push(undefined) - 1
    // What is asked may be changed by whoever asked, once it was asked: so it is looked at first.
    const hash = requestHash(port, called.what, asked)
    return Promise.resolve(called.perform(hearing)).then(answer => {
      const { came, handedOn } = takeStream(answer)
      const took = times()
      kept[place] = hash.then(found => () => callOf(called, found, took, came, chunks))
      return handedOn
    })
  }

  return {
    ports: aroundPorts(ports, call),
    async calls() {
      const all = (await Promise.all(kept)).map(each => (typeof each === "function" ? each() : each))
      return all.filter(each => each !== undefined)
    },
  }
}

type Chunk = NonNullable<PortCall["chunks"]>[number]

interface Came {
  readonly value?: unknown
  readonly stream?: KeptStream
  readonly problem?: Problem
  readonly mark: ReturnType<typeof markOn>
}

/** What came, and the answer as it is handed on: a stream in it is kept as it is read. */
function takeStream(answer: unknown): { readonly came: Came; readonly handedOn: unknown } {
  const came = cameOf(answer)
  const stream = keepStream(came.value, largest)
  if (stream === undefined) return { came, handedOn: answer }
  return { came: { ...came, stream }, handedOn: ok(stream.value) }
}

function cameOf(answer: unknown): Came {
  const result = answer as Result<unknown, Problem>
  const mark = markOn(answer)
  return result.ok ? { value: result.value, mark } : { problem: result.error, mark }
}

function plainAnswer({ value, stream }: Came): Json | undefined {
  if (value instanceof Uint8Array && value.length > largest) return undefined
  const plain = stream === undefined ? toPortJson(value) : stream.plain()
  return plain === undefined || JSON.stringify(plain).length > largest ? undefined : plain
}

function redactedProblem(problem: Problem, redact: RecordingParts["redact"]): Problem {
  return redact === undefined ? problem : (redact(problem as unknown as Json) as unknown as Problem)
}

function redactedChunk(chunk: Chunk, redact: RecordingParts["redact"]): Chunk {
  const [after, name, value] = chunk
  return redact === undefined ? chunk : [after, name, redact(value)]
}
