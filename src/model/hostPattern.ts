import { err, ok, type Result } from "../lib/result.ts"
import { type Address, parseAddress } from "./address.ts"

/*
 * Which addresses a grant or a secret is for. Scheme and port count, the path does not:
 *
 *     https://api.example.com        that host alone; api.example.com says the same
 *     https://*.example.com          hosts below it, by whole labels, and not example.com itself
 *     http://localhost:8080          a local one, which has to be named
 *     *                              any host that is not local
 *     local                          any host that is
 */

/** Which addresses are meant. */
export interface HostPattern {
  readonly type: "any" | "local" | "one" | "below"
  /** The pattern in its one form. */
  readonly text: string
  readonly scheme?: Address["scheme"]
  readonly host?: string
  readonly port?: number
}

/** Reads a pattern of hosts; what is wrong with it is said in words. */
export function parseHostPattern(written: string): Result<HostPattern, string> {
  const text = written.trim()
  if (text === "*") return ok({ type: "any", text })
  if (text === "local") return ok({ type: "local", text })
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`
  const isBelow = /^[a-z]+:\/\/\*\./i.test(whole)
  const address = parseAddress(isBelow ? whole.replace("*.", "") : whole)
  if (!address.ok) return err(address.error.message)
  const { scheme, host, port, origin, href } = address.value
  if (href !== `${origin}/`) return err("it names a path; a host is granted as a whole")
  if (host.includes("*")) return err("a * stands only in place of the first labels, as in *.example.com")
  if (isBelow && (host.startsWith("[") || /^[\d.]+$/.test(host))) return err("a number has no hosts below it")
  return isBelow
    ? ok({ type: "below", text: origin.replace("://", "://*."), scheme, host, port })
    : ok({ type: "one", text: origin, scheme, host, port })
}

/** Whether the address is among those that the pattern means. */
export function coversAddress(
  pattern: HostPattern,
  address: Pick<Address, "scheme" | "host" | "port" | "isLocal">,
): boolean {
  if (pattern.type === "any") return !address.isLocal
  if (pattern.type === "local") return address.isLocal
  if (pattern.scheme !== address.scheme || pattern.port !== address.port) return false
  return pattern.type === "one" ? pattern.host === address.host : address.host.endsWith(`.${pattern.host}`)
}
