import { problemsOf } from "../model/problems.ts"

/** The problems of changing an open workflow. */
export const editorProblem = problemsOf({
  edited_elsewhere: { say: "This workflow is edited in another tab. Take over to change it here." },
})
