import { useEffect, useState } from "react"
import { textOfContent, textOfState } from "../../engine/core/wouldDo.ts"
import { isMap, type Json } from "../../lib/json.ts"
import type { FileState } from "../../model/recording.ts"
import { useRuns } from "../runsContext.ts"

/** The texts of what stood and would stand at a path; undefined while they come, null where one is no text. */
export function useFileTexts(
  before: FileState,
  after: FileState,
): { readonly before: string; readonly after: string } | null | undefined {
  const { service } = useRuns()
  const [texts, setTexts] = useState<ReturnType<typeof useFileTexts>>(() => {
    const [old, now] = [textOfState(before), textOfState(after)]
    return old === undefined || now === undefined ? undefined : { before: old, after: now }
  })
  useEffect(() => {
    if (texts !== undefined) return
    let isWanted = true
    const text = async (state: FileState): Promise<string | undefined> => {
      const hash = blobIn(state)
      return hash === undefined ? textOfState(state) : textOfContent(await service.value(hash))
    }
    void Promise.all([text(before), text(after)]).then(([old, now]) => {
      if (isWanted) setTexts(old === undefined || now === undefined ? null : { before: old, after: now })
    })
    return () => {
      isWanted = false
    }
  }, [texts, before, after, service])
  return texts
}

/** A large content stands in its event as the hash by which it is kept. */
function blobIn(state: FileState): string | undefined {
  const content: Json | undefined = typeof state === "object" ? state?.content : undefined
  return isMap(content) && typeof content.blob === "string" ? content.blob : undefined
}
