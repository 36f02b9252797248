import type { Json } from "../../lib/json.ts"
import type { StepContext } from "../../model/step.ts"

/** Why a model hands over to somebody else. */
export type EscalationReason = "unsure" | "judged" | "refused" | "budget"

/**
 * Tells whoever listens that a model is out of its depth: triggers hear it. That nobody could be told is no reason for
 * the step to fail.
 */
export async function escalate(
  { ports, about, log }: Pick<StepContext<"events">, "ports" | "about" | "log">,
  reason: EscalationReason,
  value: Json,
): Promise<void> {
  const told = await ports.events.emit("ai.escalated", { reason, ...about, value })
  if (!told.ok) log("warn", `Nobody could be told that the model is ${reason}: ${told.error.message}`)
}
