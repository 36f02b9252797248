import { openFile } from "../format/file.ts"
import { err, ok, type Result } from "../lib/result.ts"
import type { Catalogue } from "../model/catalogue.ts"
import { everyGrant, type Grant, grantOf, parseGrant } from "../model/grants.ts"
import { missingPowers, type Power, powersOf } from "../model/powers.ts"
import type { Problem } from "../model/problems.ts"
import { givenWithTheWorkspace } from "../ports/grants/grantedPorts.ts"
import type { Arguments, Options } from "./arguments.ts"
import { problem } from "./cliProblems.ts"
import type { Texts } from "./pins.ts"

/** The options by which a run is allowed what it asks for. */
export const grantOptions: Options = {
  grant: { value: "PATTERN", say: "Allow a power, such as http:api.example.com or shell; may be repeated" },
  "grant-all": { say: "Allow everything that the workflow asks for" },
}

/** What is granted without being asked: the workspace that was named, and what never leaves this program. */
const alwaysGranted: readonly Grant[] = [...givenWithTheWorkspace, grantOf("ai", "simulated")]

/** The grants as they were written, those of all kinds where everything was granted. */
export function readGrants({ values, flags }: Arguments): Result<readonly string[], Problem> {
  const texts = values.get("grant") ?? []
  for (const text of texts) {
    const grant = parseGrant(text)
    if (!grant.ok)
      return err(problem("option_unreadable", { option: "grant", text, why: grant.error.message }))
  }
  return ok(flags.has("grant-all") ? [...texts, ...everyGrant.map(grant => grant.text)] : texts)
}

/** The grants that these texts say, with those that every run in the terminal has. */
export function grantsFrom(texts: readonly string[]): readonly Grant[] {
  return [
    ...alwaysGranted,
    ...texts.flatMap(text => {
      const grant = parseGrant(text)
      return grant.ok ? [grant.value] : []
    }),
  ]
}

/** What the workflow and all that it may start ask for and were not granted. */
export function missingGrants(
  texts: Texts,
  grants: readonly Grant[],
  catalogue: Catalogue,
): readonly Power[] {
  const missing = new Map<string, Power>()
  for (const text of texts.values()) {
    for (const power of missingPowers(powersOf(openFile(text).workflow, catalogue), grants)) {
      missing.set(power.pattern, power)
    }
  }
  return [...missing.values()]
}
