import { useEffect, useState } from "react"
import { useRunAccess } from "./runsContext.ts"

/** The time, kept up to date while something goes on. */
export function useNow(isGoing: boolean): number {
  const { now } = useRunAccess()
  const [time, setTime] = useState(now)
  useEffect(() => {
    if (!isGoing) return
    setTime(now())
    const timer = setInterval(() => setTime(now()), 250)
    return () => clearInterval(timer)
  }, [isGoing, now])
  return time
}
