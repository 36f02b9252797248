import type { Catalogue } from "../../model/catalogue.ts"
import type { Asking } from "../runDesk.ts"
import type { StartRequest } from "../runService.ts"
import type { Runs } from "../runsContext.ts"
import { askedPowers } from "./askedPowers.ts"

interface Parts {
  readonly catalogue: Catalogue
  readonly grants: Runs["grants"]
  /** What was left off before, so that it is not asked for again and again. */
  readonly leftOff: Set<string>
  /** Asks a person, or no longer. */
  ask(asking: Asking | null): void
}

/** Whether the run may start: with what is granted, or was just now. */
export async function allowedTo(
  { workflow, standIns }: StartRequest,
  { catalogue, grants, leftOff, ask }: Parts,
): Promise<boolean> {
  const granted = [...grants.given, ...(await grants.of(workflow.id))]
  const powers = askedPowers(workflow, catalogue, granted, standIns)
  if (powers.every(({ pattern }) => leftOff.has(pattern))) return true
  const allowed = await new Promise<readonly string[] | null>(answer => ask({ workflow, powers, answer }))
  ask(null)
  if (allowed === null) return false
  for (const { pattern } of powers) if (!allowed.includes(pattern)) leftOff.add(pattern)
  await grants.allow(workflow.id, allowed)
  return true
}
