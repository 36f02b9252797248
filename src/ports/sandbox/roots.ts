/** The names that an expression sees, in the order in which compiled functions take them. */
export const expressionRoots = [
  "inputs",
  "vars",
  "trigger",
  "steps",
  "incoming",
  "arrivals",
  "item",
  "index",
  "loop",
  "run",
  "workflow",
  "error",
  "visit",
  "secrets",
] as const
