import { problemsOf } from "./problems.ts"

/** What can go wrong with files of the workspace, in every home that it may have. */
export const fileProblems = {
  file_missing: { say: "There is no file {path}. Check its name, and that an earlier step has written it." },
  file_no_workspace: { say: "The workspace's folder {folder} is not there. Make it, or choose another." },
  file_is_folder: { say: "{path} is a folder, not a file. Name a file in it, or list it with file.list." },
  file_not_folder: { say: "{path} runs through a file as if it were a folder. Choose another path." },
  file_exists: { say: "{path} exists already. Choose another name, or allow it to be overwritten." },
  file_stopped: { say: "{path} was not copied: it was stopped before all of it was there. Start it again." },
  file_into_itself: { say: "{path} cannot go to {target}, which is inside it. Choose another place." },
  file_not_text: { say: "{path} is not text in UTF-8. Read it as base64 instead." },
  file_too_big: {
    say: "{path} has {size} bytes, and at most {most} are read. Raise the limit, or read less.",
  },
  file_path_empty: { say: "The path is empty. Name a file of the workspace, such as notes/today.md." },
  file_path_absolute: {
    say: "{path} is absolute. Paths start at the workspace's folder: write notes/today.md.",
  },
  file_path_leaves: { say: "{path} leads out of the workspace. Leave out the .. in it." },
  file_path_letter: {
    say: '{path} holds a letter that names of files cannot have. Take out invisible letters and any of : * ? " < > | \\ and slash look-alikes.',
  },
  file_path_reserved: {
    say: "{path} holds a name that some systems keep for themselves ({name}). Rename it.",
  },
  file_path_long: {
    say: "{path} is too long or too deep: at most 1,024 letters, 64 folders, 200 letters a name. Choose a shorter one.",
  },
  file_path_git: {
    say: "{path} belongs to git itself, which file steps never change. Use the git steps.",
  },
  file_case_twin: {
    say: "{path} differs from {twin} by capitals alone, which some systems take for one file. Choose another name.",
  },
  file_forbidden: {
    say: "{path} may not be changed or read: the system refuses. Check its rights, or choose another folder.",
  },
  file_no_room: {
    say: "There is no room left to write {path}. Free some space, then try again.",
    retryable: true,
  },
  file_lost: {
    say: "The browser no longer has what stood in {path}. Restore a backup that holds it, or write it anew.",
  },
  file_beyond_home: {
    say: "{path} has more than {most} MB: more than a sandbox run or a shell can hold. Let the workflow run live, and handle it with file steps.",
  },
  file_name_refused: {
    say: "The browser lets no page have a file called {name} in a folder. Choose another name.",
  },
  file_busy: { say: "{path} is being changed by another program or tab. Try again.", retryable: true },
  file_too_many: { say: "There are more than {most} files and folders here. Choose a smaller folder." },
  file_changed: {
    say: "{path} has changed since the sandbox run, so nothing more was applied. Run it again and look at what it would do now.",
  },
  file_trouble: {
    say: "{path} could not be reached: {why}. Look whether it is still there and may be read.",
    retryable: true,
  },
  file_bad_glob: { say: "The pattern {glob} cannot be read: {why}. Write one such as src/**/*.ts." },
} as const

/** Makes a problem with a file. */
export const fileProblem = problemsOf(fileProblems)
