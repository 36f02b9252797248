import type { AnyStep } from "../../model/step.ts"
import { foreach } from "./foreach.ts"
import { group } from "./group.ts"
import { join } from "./join.ts"
import { parallel } from "./parallel.ts"
import { repeat } from "./repeat.ts"
import { runWorkflow } from "./runWorkflow.ts"
import { state } from "./state.ts"
import { stop } from "./stop.ts"
import { throttle } from "./throttle.ts"
import { wait } from "./wait.ts"

/** The kinds that steer a run, in the order in which the library shows them. */
export const controlKinds: readonly AnyStep[] = [
  foreach,
  repeat,
  parallel,
  group,
  join,
  wait,
  throttle,
  state,
  runWorkflow,
  stop,
]
