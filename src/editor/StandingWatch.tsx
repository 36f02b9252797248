import { useEffect, useMemo } from "react"
import type { Standing } from "./VersionMark.tsx"
import { nextNumber, useComparison, useVersionList } from "./versions.ts"

/** Tells how the draft stands to what is published, once that is known and whenever it changes. Shows nothing. */
export default function StandingWatch({ tell }: { readonly tell: (standing: Standing) => void }) {
  const list = useVersionList()
  const live = list?.find(({ isLive }) => isLive)
  const count = useComparison(live)?.count ?? 0
  const standing = useMemo<Standing | null>(
    () => list && { live, count, next: nextNumber(list) },
    [list, live, count],
  )
  useEffect(() => {
    if (standing !== null) tell(standing)
  }, [standing, tell])
  return null
}
