import type { Json, JsonMap } from "../../lib/json.ts"
import type { RunDesk } from "../runDesk.ts"
import type { RunService } from "../runService.ts"
import { referenceIn } from "../values/sayValue.ts"

/** What the step gave in the run that is looked at, with its values whole; null where it gave nothing there. */
export async function outputToPin(
  desk: RunDesk,
  service: Pick<RunService, "value">,
  step: string,
): Promise<JsonMap | null> {
  const { watched, chosen } = desk.store.getState()
  const row = watched?.store.getState().view?.steps.get(step)
  const key = chosen?.step === step ? chosen.key : row?.key
  const outlets = key === undefined ? undefined : watched?.detail(key)?.outlets
  if (outlets === undefined || Object.keys(outlets).length === 0) return null
  const whole: { [outlet: string]: Json } = {}
  for (const [outlet, value] of Object.entries(outlets)) {
    const found = await wholeValue(service, value)
    if (found === undefined) return null
    whole[outlet] = found
  }
  return whole
}

/** A large value stands in its event as the hash by which it is kept. */
async function wholeValue(service: Pick<RunService, "value">, value: Json): Promise<Json | undefined> {
  const hash = referenceIn(value)
  return hash === undefined ? value : service.value(hash)
}
