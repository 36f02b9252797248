import type { AnyJob } from "../model/jobs.ts"
import { parseCsvJob } from "./data/parseCsvJob.ts"

/** The jobs of steps, as their threads find them. A new job is its two files and one line here. */
export const stepJobs: readonly AnyJob[] = [parseCsvJob]
