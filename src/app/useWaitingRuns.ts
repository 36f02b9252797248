import { useHistory } from "../runs/useHistory.ts"

const asking = { asking: true, most: 100 } as const

/** How many runs wait for a person. */
export function useWaitingRuns(): number {
  return useHistory(asking)?.total ?? 0
}
