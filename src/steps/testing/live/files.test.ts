import { liveExamples } from "./liveExamples.ts"

liveExamples("files")
