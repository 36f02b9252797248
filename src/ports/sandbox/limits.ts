/** What a piece of user code may use. */
export interface Limits {
  /** Milliseconds of real time. */
  readonly time: number
  /** Bytes that the engine may allocate. */
  readonly memory: number
  /** Characters of the result as JSON. */
  readonly output: number
}

/** Limits of one expression. */
export const expressionLimits: Limits = { time: 1_000, memory: 64 * 2 ** 20, output: 64 * 2 ** 20 }

/** Limits of one attempt of a code step, unless the step says otherwise. */
export const codeLimits: Limits = { time: 30_000, memory: 256 * 2 ** 20, output: 64 * 2 ** 20 }

/** Larger stacks let deep JSON overflow the host's own stack, which the guest cannot catch. */
export const stackBytes = 32 * 1024

/** How much longer than its limit the outer watchdog lets the thread live. */
export const graceAfterLimit = 50

/** The most reads that a traced evaluation writes down. */
export const mostReads = 1_000

/** The most runs whose instances are kept at a time; whoever waited longest begins anew. */
export const mostRealms = 4

/** The most expressions that one instance compiles; the next one begins a new instance. */
export const mostCompiled = 2_000

/** Levels of lists and maps that a result may have. */
export const deepestResult = 500

/** Characters of log that one attempt of a code step may write; what comes after is cut. */
export const longestLog = 1_000_000

/** Lines of log that one attempt of a code step may write. */
export const mostLogLines = 1_000
