import { useEffect, useState } from "react"
import { useServices } from "../services.ts"
import type { Twin } from "./twin.ts"

/** What keeps a folder in step; null until it is loaded. */
export function useTwin(): Twin | null {
  const { twin } = useServices()
  const [loaded, setLoaded] = useState<Twin | null>(null)
  useEffect(() => void twin().then(setLoaded), [twin])
  return loaded
}
