import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with git. */
export const gitProblems = {
  git_no_repository: {
    say: "There is no git repository in {folder}. Clone one with git.clone, or make one with git.init.",
  },
  git_repository_there: {
    say: "There is a git repository in {folder} already. Choose another folder, or pull into that one.",
  },
  git_not_found: { say: "The repository has no {what}. Check its name, or fetch it first." },
  git_exists: { say: "There is a {what} already. Choose another name." },
  git_bad_name: {
    say: "git allows no branch named {name}. Leave out blanks, dots in a row, and ~ ^ : ? * [ \\.",
  },
  git_would_lose: {
    say: "This would overwrite changes that are not committed, in {files}. Commit them first, or take them back.",
  },
  git_nothing_to_commit: {
    say: "Nothing has changed since the last commit, so there is nothing to commit. Look with git.status first, and commit where there is something.",
  },
  git_unmerged: {
    say: "A merge is unfinished: {files} still holds both sides, between <<<<<<< and >>>>>>>. Settle that, then commit.",
  },
  git_merge_open: {
    say: "A merge is unfinished. Commit what came of it first; its conflicts were in {files}.",
  },
  git_cannot_merge: {
    say: "{from} cannot be merged here: the two have no common past, or several, or changed what cannot be put together. Merge them by hand.",
  },
  git_no_branch: { say: "The repository is at a commit and on no branch. Check out a branch first." },
  git_no_remote: { say: "The repository has no remote named {remote}. Clone it, or name another remote." },
  git_bad_remote: {
    say: "The remote {url} cannot be reached from here: only addresses that begin with https:// or http:// can be. Give the remote such an address.",
  },
  git_offline: {
    say: "Nothing can be sent from here, so the remote cannot be reached. The repository itself can be used.",
  },
  git_unauthorized: {
    say: "{host} does not let anyone in with {secret}. Check the secret, and that it may use this repository.",
  },
  git_no_remote_repository: {
    say: "{host} has no repository at {path}, or none that may be seen with {secret}. Check the address and the secret.",
  },
  git_remote_trouble: {
    say: "{host} answered {status} and did not do it. Try again later.",
    retryable: true,
  },
  git_remote_refused: { say: "{host} answered {status} and refused. See its rules for this repository." },
  git_bad_answer: {
    say: "{host} did not answer as a git server does: {why}. Check the address; it may have been cut, so try again.",
    retryable: true,
  },
  git_behind: {
    say: "The remote has commits on {branch} that are not here, so nothing was pushed. Pull first, then push again.",
  },
  git_push_refused: {
    say: "The remote took the commits and refused the branch: {why}. Pull first, or push to a branch that may be written to.",
  },
  git_unsafe_path: {
    say: "The repository holds a file named {path}, which would lead out of the workspace or into git's own folder. Nothing was written.",
  },
  git_stopped: { say: "git was stopped before it had changed anything." },
  git_trouble: { say: "git could not do it: {why}. Nothing was changed." },
} as const

/** Makes a problem of git. */
export const gitProblem = problemsOf(gitProblems)

/** What fills `{folder}` where that is all of the workspace: a sentence, so that other languages have it too. */
export const allOfWorkspace = { say: "the workspace" } as const
