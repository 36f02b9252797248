import type { AnyJob } from "../model/jobs.ts"

/** The jobs of ports, as their threads find them. */
export const portJobs: readonly AnyJob[] = []
