import { type ProblemEntry, problemsOf } from "../model/problems.ts"

/** What can go wrong with the files that a command is given. */
export const cliProblems = {
  file_missing: { say: "There is no such file. Check its path." },
  file_is_folder: { say: "This is a folder. Name the files in it, such as {example}." },
  file_forbidden: { say: "This file may not be opened. Check its permissions." },
  file_too_large: { say: "This file is larger than 64 MB, which no workflow is. Check its path." },
  file_not_text: { say: "This file is not text in UTF-8. Check its path, or save it as UTF-8." },
  file_trouble: { say: "This file could not be read. Check the disk." },
  file_not_written: {
    say: "The file could not be written, and is as it was. Check its permissions and the disk.",
  },
} as const satisfies Record<string, ProblemEntry>

/** Makes a problem of a file on the command line. */
export const problem = problemsOf(cliProblems)
