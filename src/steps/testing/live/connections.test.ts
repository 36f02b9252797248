import { liveExamples } from "./liveExamples.ts"

liveExamples("connections")
