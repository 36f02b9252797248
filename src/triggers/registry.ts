import type { AnyTrigger } from "../model/trigger.ts"
import { activity } from "./activity.ts"
import { aiEscalated } from "./aiEscalated.ts"
import { chat } from "./chat.ts"
import { event } from "./event.ts"
import { fileChange } from "./fileChange.ts"
import { manual } from "./manual.ts"
import { schedule } from "./schedule.ts"
import { webhook } from "./webhook.ts"

/** All trigger types, in the order in which they are offered. A new type is one file and one line here. */
export const triggers: readonly AnyTrigger[] = [
  manual,
  schedule,
  fileChange,
  event,
  activity,
  aiEscalated,
  chat,
  webhook,
]
