import type { Json } from "../../lib/json.ts"
import { type Spent, saySpent } from "../../model/budget.ts"
import type { Problem } from "../../model/problems.ts"
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
  const told = await ports.events.emit("ai.escalated", { reason, ...about, value }, `ai.escalated ${reason}`)
  if (!told.ok) log("warn", `Nobody could be told that the model is ${reason}: ${told.error.message}`)
}

/** Hands the problem of a model on; that no budget is left to ask it is told to whoever listens. */
export async function escalateSpent(
  problem: Problem,
  context: Parameters<typeof escalate>[0],
): Promise<Problem> {
  if (problem.code === "budget_spent") await escalate(context, "budget", { say: problem.message })
  return problem
}

/** Tells whoever listens that something which a model needs is held by a budget: it is what it waits for. */
export async function escalateHeld(spent: Spent, context: Parameters<typeof escalate>[0]): Promise<void> {
  await escalate(context, "budget", { say: `${saySpent(spent)}. Raise it, and the run goes on from here.` })
}
