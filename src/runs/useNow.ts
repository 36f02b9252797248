import { useEffect, useState } from "react"
import { useRunAccess } from "./runsContext.ts"

/** So often, in milliseconds, the time is looked at. */
const beat = 250

/** The time, kept up to date while something goes on. All clocks of the page go on together, and it is drawn once for them. */
export function useNow(isGoing: boolean): number {
  const { now } = useRunAccess()
  const [time, setTime] = useState(now)
  useEffect(() => {
    if (!isGoing) return
    let timer: ReturnType<typeof setTimeout>
    const look = () => {
      const time = now()
      setTime(time)
      timer = setTimeout(look, beat - (time % beat))
    }
    look()
    return () => clearTimeout(timer)
  }, [isGoing, now])
  return time
}
