import { problemsOf } from "../../model/problems.ts"

/** What can go wrong in file steps besides what the workspace itself says. */
export const fileStepProblems = {
  file_not_json: { say: "{path} is not JSON: {why}. Read it as text, or mend the file." },
  file_bad_base64: { say: "The content for {path} is not base64. Give base64, or write it as text." },
  file_watch_stopped: { say: "The watch over {path} was stopped before anything happened." },
  file_same_path: { say: "{path} would be put onto itself. Choose another target." },
} as const

/** Makes a problem of a file step. */
export const fileStepProblem = problemsOf(fileStepProblems)
