import { ok } from "../../lib/result.ts"
import { streamOf } from "../../model/byteStream.ts"
import type { AiPort, HttpPort, HttpRequest, Ports } from "../../model/ports.ts"
import type { Stance } from "../../model/recording.ts"
import { createSimulatedAi, simulatedProvider } from "../ai/simulated.ts"
import { createFiles } from "../files/files.ts"
import { createMemoryHome } from "../files/memoryHome.ts"
import { absentPorts } from "../recording/absentPorts.ts"
import { marked } from "../recording/answerMarks.ts"
import { type ModedPorts, type ModeParts, modedPorts } from "./modedPorts.ts"

/** What a place that reaches nobody has all the same. */
export interface OfflineParts extends Pick<Ports, "code" | "jobs">, Pick<ModeParts, "now" | "spoil"> {}

/**
 * Ports that reach nobody, over an empty workspace in memory. Where a run may ask for what was not recorded, models
 * are simulated and servers answer 200 with nothing: a run that goes another way than the recorded one can go on.
 */
export function createOfflinePorts({ code, jobs, now, spoil }: OfflineParts) {
  const home = createMemoryHome(now)
  return (task: string, stance: Stance, basic: Partial<Ports>): ModedPorts => {
    const others = { ...absentPorts, ...basic, code, jobs, ...(stance.miss === "live" ? madeUp : {}) }
    return modedPorts(
      task,
      stance,
      { home, over: over => ({ files: createFiles(over) }), others },
      { now, spoil },
    )
  }
}

const model = createSimulatedAi()

const ai: AiPort = {
  chat: async request =>
    marked(await model.chat({ ...request, provider: simulatedProvider }), { simulated: true }),
}

function nothing<Body>({ url }: HttpRequest, body: Body) {
  const headers = { "content-type": "application/json", "rivulet-simulated": "true" }
  return marked(ok({ status: 200, url, headers, body }), { simulated: true })
}

const emptyMap = new TextEncoder().encode("{}")

const http: HttpPort = {
  send: async request => nothing(request, emptyMap),
  open: async request => nothing(request, streamOf(emptyMap)),
}

const madeUp = { ai, http }
