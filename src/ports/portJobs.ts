import type { AnyJob } from "../model/jobs.ts"
import { gitJob } from "./git/gitJob.ts"
import { shellJob } from "./shell/shellJob.ts"

/** The jobs of ports, as their threads find them. */
export const portJobs: readonly AnyJob[] = [gitJob, shellJob]
