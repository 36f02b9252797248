import { err, ok, type Result } from "../../lib/result.ts"
import type { Address } from "../../model/address.ts"
import { coversAddress, parseHostPattern } from "../../model/hostPattern.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import type { Problem } from "../../model/problems.ts"

/** A secret as the ports that need it see it. */
export interface SecretValue {
  readonly value: string
  /** The hosts that it may be sent to, as patterns: `api.example.com`, `https://*.example.com`. */
  readonly hosts: readonly string[]
  /** The header that carries it; Authorization if left out. */
  readonly header?: string
  /** What stands before it there; `Bearer ` in Authorization if left out, else nothing. */
  readonly before?: string
}

/** Where ports find secrets by name. Nothing else reads them. */
export interface SecretSource {
  find(name: string): Promise<SecretValue | undefined>
}

/** The secret, if it may go to the address. */
export async function secretFor(
  secrets: SecretSource,
  name: string,
  address: Address,
): Promise<Result<SecretValue, Problem>> {
  const secret = await secrets.find(name)
  if (secret === undefined) return err(httpProblem("secret_missing", { secret: name }))
  const isForIt = secret.hosts.some(text => {
    const pattern = parseHostPattern(text)
    return pattern.ok && coversAddress(pattern.value, address)
  })
  if (isForIt) return ok(secret)
  const hosts = secret.hosts.join(", ") || "no host"
  return err(httpProblem("secret_elsewhere", { secret: name, host: address.host, hosts }))
}
