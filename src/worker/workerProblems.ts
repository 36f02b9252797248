import { problemsOf } from "../model/problems.ts"

/** The problems of having the engine in a thread of its own, and in several tabs. */
export const workerProblem = problemsOf({
  run_unknown: {
    say: "There is no run {run}. It may have been deleted, or its history may have been thinned out.",
  },
  run_over: { say: "The run has ended already. Start it anew, or retry it from where it failed." },
  run_no_sandbox: { say: "Only a sandbox run can be applied: this one has acted already" },
  run_not_over: { say: "The run goes on. Let it end, or cancel it, and then do that." },
  run_unreached: {
    say: "The tab that has this run did not answer. Try again in a few seconds, when another tab has taken it over.",
    retryable: true,
  },
  run_lost: { say: "Another tab took over the run before this was written. Try again.", retryable: true },
  workflow_unpinned: {
    say: "The workflow that run {run} was started with is not stored any more. Its history can be read, but it cannot go on.",
  },
  workflow_faulty: { say: "The workflow has a problem, so it was not started: {why}" },
  journal_unread: { say: "The history of the run could not be read: {why}. Reload the page." },
  engine_restarted: {
    say: "The engine stopped, and was started again. Its runs go on; do again what you just did.",
    retryable: true,
  },
})
