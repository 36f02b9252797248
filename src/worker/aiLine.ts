import { transfer } from "comlink"
import type { AiHealth, AiService } from "../model/ai/aiService.ts"
import type { Provider } from "../model/ai/providers.ts"
import type { AiAnswer, AiRequest, Answer } from "../model/ports.ts"
import type { Ai } from "../ports/ai/createAi.ts"

/*
 * Models, for pages: the SDKs are in the worker, where runs use them too. Text comes over a port as it streams;
 * whatever the page sends over it stops the answer.
 */

/** What a page asks of models through the line. */
export interface AiLine {
  aiHealth(provider: Provider): Answer<AiHealth>
  aiChat(request: AiRequest, port: MessagePort): Answer<AiAnswer>
}

/** The worker's end. */
export function offerAi(ai: () => Promise<Ai>): AiLine {
  return {
    aiHealth: async provider => (await ai()).health(provider),
    async aiChat(request, port) {
      const stop = new AbortController()
      port.onmessage = () => stop.abort()
      const onText = (text: string): void => port.postMessage(text)
      const answer = await (await ai()).chat({ ...request, onText, signal: stop.signal })
      port.close()
      return answer
    },
  }
}

/** The page's end, over whatever line there is when it is asked. */
export function aiOver(
  ask: <T>(question: (line: AiLine) => Answer<T>) => Answer<T>,
): Pick<AiService, "health" | "chat"> {
  return {
    health: provider => ask(line => line.aiHealth(provider)),
    chat: (request, { onText, signal } = {}) =>
      ask(line => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }: MessageEvent<string>) => onText?.(data)
        signal?.addEventListener("abort", () => port1.postMessage("stop"))
        if (signal?.aborted) port1.postMessage("stop")
        return line.aiChat(request, transfer(port2, [port2])).finally(() => port1.close())
      }),
  }
}
