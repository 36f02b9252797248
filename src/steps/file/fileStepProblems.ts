import { problemsOf } from "../../model/problems.ts"

/** What can go wrong in file steps besides what the workspace itself says. */
export const fileStepProblems = {
  file_not_json: { say: "{path} is not JSON: {why}. Read it as text, or mend the file." },
  file_bad_base64: { say: "The content for {path} is not base64. Give base64, or write it as text." },
  csv_not_text: { say: "The CSV is not text in UTF-8, as from line {line} on. Save it in that encoding." },
  archive_empty: {
    say: "No file matches {files}, so there is nothing to zip. Check the pattern and the folder.",
  },
  archive_entries: {
    say: "{path} holds more than {most} files. Allow more in “most”, take fewer, or split it.",
  },
  archive_too_big: {
    say: "{path} holds more than {most} MB once it is unfolded. Allow more in “largest”, take fewer files, or split it.",
  },
  archive_over_much: {
    say: "Unzipping would replace {path} and others, of more than {most} MB: too much to be put back if something went wrong. Delete them first, or choose another folder.",
  },
  archive_bomb: {
    say: "{path} unfolds to more than {most} times its size, as archives do that are made to fill a disk. Nothing was written.",
  },
  archive_bad_name: { say: "{path} holds a file named {name}. {why} Nothing was written." },
  archive_twice: { say: "{path} holds {name} twice, or once more in other capitals. Nothing was written." },
  archive_locked: {
    say: "{path} holds {name}, which opens with a password alone. Unzip it by hand, or pack it without one.",
  },
  archive_link: { say: "{path} holds {name}, which is a link to somewhere else. Nothing was written." },
  archive_broken: { say: "{path} cannot be unzipped: {why}. It may have been cut; nothing was written." },
  file_watch_stopped: { say: "The watch over {path} was stopped before anything happened." },
  file_same_path: { say: "{path} would be put onto itself. Choose another target." },
} as const

/** Makes a problem of a file step. */
export const fileStepProblem = problemsOf(fileStepProblems)
