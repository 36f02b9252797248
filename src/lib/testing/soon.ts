/** How tests wait for what comes by itself: against what never comes, and not a measure. */
export const soon = { timeout: 20_000 }
