import type { Json } from "../../lib/json.ts"
import { defineJob } from "../../model/jobs.ts"
import type { GitCommit, GitPort } from "../../model/ports.ts"
import type { HomeChange } from "../files/home.ts"

/** What git is asked to do: a method of its port, with the options. */
export type GitAsked = {
  readonly [Op in keyof GitPort]: { readonly op: Op; readonly options: Parameters<GitPort[Op]>[0] }
}[keyof GitPort]

/** What git is asked to do, and all that it needs to know for it. */
export interface GitInput {
  readonly asked: GitAsked
  /** The time of commits, in milliseconds since 1970. */
  readonly now: number
  /** Who commits where neither the step nor the repository says so. */
  readonly author: GitCommit["author"]
  /** The key of the effect, under which a clone that is done again knows its own work. */
  readonly key?: string
}

/** What git answers, and what has to change in the workspace. */
export interface GitOutput {
  readonly value: Json
  readonly changes: readonly HomeChange[]
  /** What stands before the first of the changes, and until the last, where they are made one by one. */
  readonly begun?: HomeChange
}

/**
 * Git, over files that it asks the host for: `read`, `entries` and `standing` as a home has them, `http` for a request to
 * the remote. It writes nothing itself.
 */
export const gitJob = defineJob<GitInput, GitOutput>({ name: "git", load: () => import("./gitWork.ts") })
