import { useEffect, useState } from "react"
import { isMap, type Json, own } from "../../lib/json.ts"
import { useRuns } from "../runsContext.ts"
import { referenceIn } from "./sayValue.ts"

/**
 * A value with the large ones that stand in it by reference, itself or by name as those of outlets do; null while
 * they are read, undefined where one is not stored any more. Nothing is read that `other` has as well.
 */
export function useWhole(value: Json | undefined, other: Json | undefined): Json | null | undefined {
  const { service } = useRuns()
  const [read, setRead] = useState<{ readonly of: unknown; readonly whole: Json | undefined } | null>(null)
  const isSlim = referencesIn(value, other).length > 0
  useEffect(() => {
    if (value === undefined || !isSlim) return
    let isAsked = true
    void wholeOf(value, other, hash => service.value(hash)).then(whole => {
      if (isAsked) setRead({ of: value, whole })
    })
    return () => {
      isAsked = false
    }
  }, [value, other, isSlim, service])
  if (!isSlim) return value
  return read !== null && read.of === value ? read.whole : null
}

function referencesIn(value: Json | undefined, other: Json | undefined): string[] {
  const hash = referenceIn(value)
  if (hash !== undefined) return hash === referenceIn(other) ? [] : [hash]
  if (!isMap(value)) return []
  return Object.keys(value).flatMap(name => {
    const inner = referenceIn(own(value, name))
    const same = isMap(other) ? referenceIn(own(other, name)) : undefined
    return inner === undefined || inner === same ? [] : [inner]
  })
}

async function wholeOf(
  value: Json,
  other: Json | undefined,
  read: (hash: string) => Promise<Json | undefined>,
): Promise<Json | undefined> {
  const wanted = referencesIn(value, other)
  const known = new Map<string, Json>()
  for (const hash of new Set(wanted)) {
    const found = await read(hash)
    if (found === undefined) return undefined
    known.set(hash, found)
  }
  const put = (part: Json): Json => known.get(referenceIn(part) ?? "") ?? part
  if (referenceIn(value) !== undefined || !isMap(value)) return put(value)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, put(part)]))
}
