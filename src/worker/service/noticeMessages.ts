import type { Result } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import type { StepPlace } from "../../runs/runService.ts"

/*
 * What a page and its service worker say to each other. A notification of the system outlives the page that showed
 * it, and who answers it is heard by the service worker alone, which has no run: a page tells the run.
 */

/** A step of a run that waits for a decision. */
export interface AskedStep {
  readonly run: string
  readonly place: StepPlace
}

/** What a notification keeps for whoever clicks it. */
export interface NoticeData {
  /** Where in the app it leads. */
  readonly address: string
  /** The run that it is about. */
  readonly run: string | null
  /** What its buttons decide. */
  readonly asked?: AskedStep
  /** What to say where an answer does not arrive, in the language of the page: the service worker has none. */
  readonly unheard?: { readonly title: string; readonly nobody: string }
}

/** What the service worker says to a page. An answer is acknowledged over the port that comes with it. */
export type ToPage =
  | { readonly notice: "open"; readonly address: string }
  | { readonly notice: "answer"; readonly asked: AskedStep; readonly decision: string }

/** What became of an answer. */
export type Answered = Result<null, Problem>

/** What a page says to the service worker. */
export interface FromPage {
  readonly notice: "listens"
}
