import type { Outlook } from "../app/triggerService.ts"
import { cardLine } from "../editor/cardLine.ts"
import { nextTimes } from "../engine/scheduler/scheduler.ts"
import { openFile } from "../format/file.ts"
import { isMap, own } from "../lib/json.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { parseGrant } from "../model/grants.ts"
import { missingPowers, powersOf } from "../model/powers.ts"
import { givenWithTheWorkspace } from "../ports/grants/grantedPorts.ts"
import { triggers } from "../triggers/registry.ts"

const types = new Map(triggers.map(type => [type.type, type]))
const mostTimes = 3

/** What switching a workflow on would come to: what starts it, when, and what it lacks to be allowed. */
export function outlookOf(
  text: string,
  catalogue: Catalogue,
  granted: readonly string[],
  clock: { now(): number; readonly timezone: string },
): Outlook {
  const { workflow } = openFile(text)
  const grants = granted.flatMap(one => {
    const grant = parseGrant(one)
    return grant.ok ? [grant.value] : []
  })
  const missing = missingPowers(powersOf(workflow, catalogue), [...givenWithTheWorkspace, ...grants])
  return {
    triggers: (workflow.triggers ?? []).flatMap(trigger => {
      const ours = types.get(trigger.type)
      const type = ours ?? own(catalogue.triggers, trigger.type)
      if (type === undefined || trigger.enabled === false || ours?.startsByHand) return []
      const line = type.card.includes("{{") && isMap(trigger.with) ? cardLine(type.card, trigger.with) : ""
      return [{ id: trigger.id, icon: type.icon, say: [type.title, line].filter(Boolean).join(": ") }]
    }),
    next: nextTimes(workflow, mostTimes, type => types.get(type), clock),
    missing: missing.map(({ pattern, say }) => ({ pattern, say })),
  }
}
