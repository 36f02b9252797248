import { problemsOf } from "./problems.ts"

/** What can go wrong with powers and grants. */
export const powerProblems = {
  grant_malformed: {
    say: "{text} is no grant: {why}. Write one such as http:https://api.example.com or files:write.",
  },
  grant_missing: { say: "This run may not {what}: {pattern} was not granted. Grant it if that is meant." },
  folder_lapsed: {
    say: "The browser has closed the folder “{name}” to this page. Open it again where the workflow's files are shown.",
  },
} as const

/** Makes a problem of powers. */
export const powerProblem = problemsOf(powerProblems)
