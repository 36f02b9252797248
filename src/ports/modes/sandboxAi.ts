import { ok } from "../../lib/result.ts"
import type { AiEmbedRequest, AiPort, AiVectors } from "../../model/ports.ts"
import { createSimulatedAi, simulatedProvider } from "../ai/simulated.ts"
import { marked } from "../recording/answerMarks.ts"
import { requestHash } from "../recording/portJson.ts"
import { type CallStock, serveCall } from "../recording/replayedPorts.ts"

const simulated = createSimulatedAi()

/** Models as a sandbox run asks them: from a recording where it has the answer, else the simulated one. */
export function sandboxAi(ai: AiPort, stock: CallStock): AiPort {
  return {
    ...(ai.embed && {
      embed: async options =>
        options.provider === simulatedProvider && ai.embed
          ? ai.embed(options)
          : marked(ok(simulatedVectors(options)), { simulated: true }),
    }),
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

/** Vectors that follow from the texts alone: alike for texts with the same letters. */
function simulatedVectors({ texts }: AiEmbedRequest): AiVectors {
  const size = 16
  const vectors = texts.map(text => {
    const counts = new Array<number>(size).fill(0)
    for (const letter of text.toLowerCase()) {
      const at = (letter.codePointAt(0) ?? 0) % size
      counts[at] = (counts[at] ?? 0) + 1
    }
    const length = Math.hypot(...counts) || 1
    return counts.map(count => count / length)
  })
  return { vectors, model: "simulated-1", usage: { inputTokens: 0, outputTokens: 0, usd: 0 } }
}
