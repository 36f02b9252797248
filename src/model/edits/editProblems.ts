import { problemsOf } from "../problems.ts"

/** Why an edit is refused. */
export const editProblems = {
  no_such_step: { say: "There is no step “{id}” in this workflow. It may have been removed: look again." },
  no_such_scope: {
    say: "There is nothing at this place that holds steps. Choose a container or the workflow.",
  },
  id_not_good: {
    say: "“{id}” cannot be an id. Begin with a small letter, go on with small letters, digits and _, 64 at most.",
  },
  id_taken: { say: "The id “{id}” is used already. Choose another." },
  into_itself: { say: "A container cannot be moved into itself. Choose another place." },
  step_locked: { say: "“{id}” is locked, and stays as it is. Unlock it to change it." },
} as const

/** Makes the problem of a refused edit. */
export const editProblem = problemsOf(editProblems)
