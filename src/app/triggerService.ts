import { useEffect, useState } from "react"
import { useServices } from "./services.ts"

/** What is to be known before a workflow is switched on. */
export interface Outlook {
  /** Its triggers that fire by themselves, in words. */
  readonly triggers: readonly { readonly id: string; readonly icon: string; readonly say: string }[]
  /** When it starts next, where that can be told. */
  readonly next: readonly { readonly trigger: string; readonly at: number }[]
  /** What it would have to be allowed, in words that complete “It may …”. */
  readonly missing: readonly { readonly pattern: string; readonly say: string }[]
}

/** Which workflows start by themselves. */
export interface TriggerService {
  /** Calls back with the ids of those that are switched on, now and whenever one is switched in any tab. */
  watch(hear: (on: ReadonlySet<string>) => void): () => void
  /** What switching it on would come to; null where there is no such workflow. */
  outlook(workflow: string): Promise<Outlook | null>
  /** Switches it on, and allows it what stands in the outlook. */
  switchOn(workflow: string, allowed: readonly string[]): Promise<void>
  switchOff(workflow: string): Promise<void>
}

/** The workflows that are switched on; null until that is known. */
export function useSwitchedOn(): ReadonlySet<string> | null {
  const { triggers } = useServices()
  const [on, setOn] = useState<ReadonlySet<string> | null>(null)
  useEffect(() => triggers.watch(setOn), [triggers])
  return on
}
