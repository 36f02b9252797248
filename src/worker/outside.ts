import type { Outside } from "../engine/loop/loopParts.ts"
import { covers, parseGrant } from "../model/grants.ts"
import type { GrantStore } from "../storage/grants.ts"

/** Lets runs hear of grants too: a grant that is kept in any tab lets go on what waits for it. */
export function hearingGrants(outside: Outside, grants: Pick<GrantStore, "watch">): Outside {
  return {
    listen(place, wait, answer) {
      if (wait.for !== "grant") return outside.listen(place, wait, answer)
      const wanted = parseGrant(wait.pattern)
      return grants.watch(all => {
        const isGiven = (text: string): boolean => {
          const grant = parseGrant(text)
          return grant.ok && wanted.ok && covers(grant.value, wanted.value)
        }
        if (all.get(place.workflow)?.some(isGiven)) answer({})
      })
    },
  }
}
