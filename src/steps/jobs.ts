import type { AnyJob } from "../model/jobs.ts"
import { parseCsvJob } from "./data/parseCsvJob.ts"
import { readFormJob } from "./data/readFormJob.ts"
import { csvFileJob } from "./file/csvFileJob.ts"
import { hashFileJob } from "./file/hashFileJob.ts"
import { unzipJob } from "./file/unzipJob.ts"
import { zipJob } from "./file/zipJob.ts"
import { htmlExtractJob } from "./html/extractJob.ts"
import { htmlMarkdownJob } from "./html/markdownJob.ts"
import { feedJob } from "./http/feedJob.ts"
import { markdownJob } from "./markdown/htmlJob.ts"

/** The jobs of steps, as their threads find them. A new job is its two files and one line here. */
export const stepJobs: readonly AnyJob[] = [
  parseCsvJob,
  readFormJob,
  htmlExtractJob,
  htmlMarkdownJob,
  markdownJob,
  feedJob,
  csvFileJob,
  hashFileJob,
  zipJob,
  unzipJob,
]
