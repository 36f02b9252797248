import { useEffect, useState } from "react"
import type { AppMessage, KeptMessage } from "../../model/messages.ts"
import { useServices } from "../services.ts"

/** Where messages for people are kept. */
export interface MessageHome {
  /** Calls back with all messages in order of time, now and whenever one comes or goes in any tab. */
  watch(hear: (messages: readonly KeptMessage[]) => void): () => void
  add(message: AppMessage): Promise<void>
  remove(keys: readonly string[]): Promise<void>
}

/** All messages in order of time; null until they are known. */
export function useMessages(): readonly KeptMessage[] | null {
  const { messages } = useServices()
  const [all, setAll] = useState<readonly KeptMessage[] | null>(null)
  useEffect(() => messages.watch(setAll), [messages])
  return all
}

/** The conversation that is meant where none is named. */
export const mainSession = "main"

/** The address of a conversation of the chat. */
export function chatAddress(session: string): string {
  return session === mainSession ? "/chat" : `/chat/${encodeURIComponent(session)}`
}

/** The address of the run that left the message; null for what a person wrote. */
export function runOf({ run, workflow }: KeptMessage): string | null {
  return run === null || workflow === null ? null : `/w/${workflow}/runs/${run}`
}
