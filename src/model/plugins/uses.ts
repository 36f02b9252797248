import { t } from "../../language/t.ts"
import type { JsonMap } from "../../lib/json.ts"
import { own } from "../../lib/json.ts"
import { parseAddress } from "../address.ts"
import { type Grant, grantOf, grantOfAddress, parseGrant, sayGrant } from "../grants.ts"
import type { PowerName, PowerUse } from "../step.ts"
import { holeIn, type Manifest, type Uses } from "./manifest.ts"

/*
 * What a plugin declares that it uses is said three times over: as powers, from which a workflow's grants are
 * computed; as the wall around its ports, which lets through what was declared and no more; and in words, before it
 * is installed.
 */

/** The powers of what is used, as the catalogue says them. */
export function powersOfUses(uses: Uses): PowerUse[] {
  const named = (power: PowerName, entries: readonly string[] = []): PowerUse[] =>
    entries.map(entry => {
      const of = holeIn(entry)
      return of === undefined ? { power, is: entry } : { power, of }
    })
  return [
    ...named("http", uses.http),
    ...named("ai", uses.ai),
    ...named("secret", uses.secrets),
    ...(uses.files?.read || uses.git ? [{ power: "files", is: "read" } as const] : []),
    ...(uses.files?.write ? [{ power: "files", is: "write" } as const] : []),
    ...(uses.shell ? [{ power: "shell" } as const] : []),
  ]
}

/** The grants that a plugin has by what it declared, with these parameters: it is refused all else, granted or not. */
export function declaredGrants(uses: Uses, parameters: JsonMap): Grant[] {
  return powersOfUses(uses).flatMap(({ power, is, of }) => {
    if (of === undefined) return [grantOf(power, is)]
    const value = own(parameters, of)
    if (typeof value !== "string" || value === "") return []
    if (power === "http") {
      const address = parseAddress(value)
      return address.ok ? [grantOfAddress(address.value)] : []
    }
    const grant = parseGrant(`${power}:${value}`)
    return grant.ok ? [grant.value] : []
  })
}

/** What is used in sentences that complete "It may …", for people who decide whether to install it. */
export function sayUses(uses: Uses): string[] {
  const chosen = (entry: string) => {
    const field = holeIn(entry)
    return field === undefined ? undefined : t`that its parameter “${field}” names`
  }
  return [
    ...(uses.http ?? []).map(entry =>
      chosen(entry) ? t`send requests to the host ${chosen(entry) ?? ""}` : sayGrant(grantOf("http", entry)),
    ),
    ...(uses.ai ?? []).map(entry =>
      chosen(entry) ? t`ask the AI provider ${chosen(entry) ?? ""}` : sayGrant(grantOf("ai", entry)),
    ),
    ...(uses.secrets ?? []).map(entry =>
      chosen(entry) ? t`use the secret ${chosen(entry) ?? ""}` : sayGrant(grantOf("secret", entry)),
    ),
    ...(uses.files?.read ?? []).map(glob => t`read ${sayGlob(glob)}`),
    ...(uses.files?.write ?? []).map(glob => t`write ${sayGlob(glob)}`),
    ...(uses.git ? [t`look at the workspace's git history, and commit to it`] : []),
    ...(uses.shell ? [sayGrant(grantOf("shell"))] : []),
    ...(uses.notify ? [t`show messages`] : []),
    ...(uses.events ? [t`emit events, which other workflows may hear`] : []),
  ]
}

/** The files that a glob means. */
function sayGlob(glob: string): string {
  if (glob === "**") return t`all files of the workspace`
  const field = holeIn(glob.replace(/\/\*\*$/, ""))
  if (field === undefined) return t`the files ${glob} of the workspace`
  return glob.endsWith("/**")
    ? t`the files of the folder that its parameter “${field}” names`
    : t`the file that its parameter “${field}” names`
}

/** All that any part of a plugin uses, each sentence once. */
export function sayUsesOf({ actions, triggers }: Manifest): string[] {
  const all = [...Object.values(actions), ...Object.values(triggers)].flatMap(({ uses }) => sayUses(uses))
  return [...new Set(all)]
}
