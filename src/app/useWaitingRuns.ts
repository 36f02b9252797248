import { useHistory } from "../runs/useHistory.ts"

const waitingQuery = { status: "waiting", most: 100 } as const

/** How many runs wait for something. */
export function useWaitingRuns(): number {
  return useHistory(waitingQuery)?.total ?? 0
}
