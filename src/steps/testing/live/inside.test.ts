import { liveExamples } from "./liveExamples.ts"

liveExamples("inside")
