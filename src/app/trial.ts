/** A workflow that is to be tried in the sandbox as soon as it is open: asked for on one page, done on the next. */
export interface Trial {
  want(workflow: string): void
  /** Whether the workflow was to be tried; true once. */
  take(workflow: string): boolean
}

/** Nothing is to be tried yet. */
export function createTrial(): Trial {
  let wanted: string | null = null
  return {
    want(workflow) {
      wanted = workflow
    },
    take(workflow) {
      const isWanted = wanted === workflow
      if (isWanted) wanted = null
      return isWanted
    },
  }
}
