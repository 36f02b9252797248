import { problemsOf } from "../model/problems.ts"

/** The problems of storing. */
export const storageProblem = problemsOf({
  storage_full: {
    say: "There is no space left to store what the run does. Free some space, then resume the run.",
    retryable: true,
  },
  storage_failed: {
    say: "The run could not be stored: {why}. See that the place where it is kept can be written to, then resume it.",
  },
  storage_gone: { say: "The stored data was taken away while the app was open. Restore the last backup." },
  not_a_backup: { say: "This file is no backup: {why}. Choose one that this program has made." },
  backup_not_restored: { say: "The backup could not be stored, so nothing was changed: {why}." },
  run_exists: { say: "There is a run {run} already." },
  run_not_found: {
    say: "There is no run {run}. It may have been deleted, or its history may have been thinned out.",
  },
  not_the_owner: { say: "Another tab or program has taken over this run. Watch it there." },
  journal_moved_on: { say: "The run went on elsewhere meanwhile. Nothing was written here; open it again." },
  journal_damaged: {
    say: "Part of what this run wrote down cannot be read any more. What can be read is shown, and it does not go on. Run the workflow again; a backup from before may hold this run whole.",
  },
})
