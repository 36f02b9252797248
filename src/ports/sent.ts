import type { Problem } from "../model/problems.ts"

/*
 * What a port knows of an effect that came to a problem. By these words the engine tells whether it may simply be
 * tried again, or is in doubt.
 */

/** The problem, with the word that nothing went out: whoever repeats it repeats nothing. */
export function unsent(problem: Problem): Problem {
  return { ...problem, data: { ...problem.data, sent: false } }
}

/** The problem, with the word that nobody knows what happened at the other end. */
export function unanswered(problem: Problem): Problem {
  const { sent: _, ...data } = problem.data ?? {}
  return { ...problem, data: { ...data, answered: false } }
}
