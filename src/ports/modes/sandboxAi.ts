import type { AiPort } from "../../model/ports.ts"
import { createSimulatedAi, simulatedProvider } from "../ai/simulated.ts"
import { marked } from "../recording/answerMarks.ts"
import { requestHash } from "../recording/portJson.ts"
import { type CallStock, serveCall } from "../recording/replayedPorts.ts"

const simulated = createSimulatedAi()

/** Models as a sandbox run asks them: from a recording where it has the answer, else the simulated one. */
export function sandboxAi(ai: AiPort, stock: CallStock): AiPort {
  return {
    ...ai,
    async chat(options) {
      if (options.provider === simulatedProvider) return ai.chat(options)
      const known = stock.take("ai", "chat", await requestHash("ai", "chat", [options]))
      if (known !== undefined)
        return (await serveCall(known, [options])) as Awaited<ReturnType<AiPort["chat"]>>
      const answer = await simulated.chat({ ...options, provider: simulatedProvider })
      return marked(answer, { simulated: true })
    },
  }
}
