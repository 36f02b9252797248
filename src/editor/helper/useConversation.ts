import { useEffect, useRef, useState } from "react"
import type { AiMessage } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { useHelper } from "./helperContext.ts"

/** How far a conversation with a model has come. */
export type Talk =
  | { readonly is: "writing" }
  /** What would be sent is shown; nothing has been. */
  | { readonly is: "reviewing"; readonly question: readonly AiMessage[] }
  | { readonly is: "asking"; readonly question: readonly AiMessage[]; readonly text: string }
  | {
      readonly is: "answered"
      readonly question: readonly AiMessage[]
      readonly text: string
      /** What it cost; null where the price is not known. */
      readonly usd: number | null
    }
  | { readonly is: "failed"; readonly question: readonly AiMessage[]; readonly problem: Problem }

/** A conversation in which nothing is sent before it was shown. */
export interface Conversation {
  readonly talk: Talk
  /** Shows what would be sent. */
  review(question: readonly AiMessage[]): void
  /** Sends what was shown. */
  send(provider: string): void
  stop(): void
  /** Goes back to writing. */
  again(): void
}

/** Makes a conversation, which ends when nobody looks at it any more. It begins with writing, or with a question that is there. */
export function useConversation(first: (() => readonly AiMessage[]) | null): Conversation {
  const { ai } = useHelper()
  const [talk, setTalk] = useState<Talk>(() =>
    first === null ? { is: "writing" } : { is: "reviewing", question: first() },
  )
  const stopRef = useRef<AbortController | null>(null)
  useEffect(() => () => stopRef.current?.abort(), [])
  return {
    talk,
    review: question => setTalk({ is: "reviewing", question }),
    send(provider) {
      if (talk.is !== "reviewing") return
      const { question } = talk
      const stop = new AbortController()
      stopRef.current = stop
      setTalk({ is: "asking", question, text: "" })
      const onText = (piece: string): void =>
        setTalk(now => (now.is === "asking" ? { ...now, text: now.text + piece } : now))
      void ai.chat({ provider, messages: question }, { onText, signal: stop.signal }).then(answer => {
        if (stop.signal.aborted) return
        if (answer.ok)
          setTalk({ is: "answered", question, text: answer.value.text, usd: answer.value.usage.usd })
        else setTalk({ is: "failed", question, problem: answer.error })
      })
    },
    stop() {
      stopRef.current?.abort()
      setTalk({ is: "writing" })
    },
    again: () => setTalk({ is: "writing" }),
  }
}
