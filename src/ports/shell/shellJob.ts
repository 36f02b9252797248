import { defineJob } from "../../model/jobs.ts"
import type { GitCommit, ShellResult } from "../../model/ports.ts"
import type { HomeChange } from "../files/home.ts"

/** What the built-in shell is asked to run, and all that it needs to know for it. */
export interface ShellInput {
  readonly command: string
  /** Where it runs, as a clean path; empty for the workspace itself. */
  readonly folder: string
  readonly stdin: string
  readonly env: { readonly [name: string]: string }
  readonly now: number
  /** Who commits where nobody else is named. */
  readonly author: GitCommit["author"]
  /** Whether requests can be sent at all: curl and git's remotes are there only then. */
  readonly online: boolean
}

/** What the command came to, and what has to change in the workspace. */
export interface ShellOutput {
  readonly result: ShellResult
  readonly changes: readonly HomeChange[]
}

/** The built-in shell, over files and requests that it asks the host for; it writes nothing itself. */
export const shellJob = defineJob<ShellInput, ShellOutput>({
  name: "shell",
  load: () => import("./shellWork.ts"),
})
