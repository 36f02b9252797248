import { err, ok, type Result } from "../lib/result.ts"
import { type Address, parseAddress } from "./address.ts"
import { coversAddress, type HostPattern, parseHostPattern } from "./hostPattern.ts"

/*
 * Some servers let no web page read their answers (CORS). A proxy that does asks them in the page's place:
 *
 *     https://proxy.example.com/?to={url}      the address of what is asked goes where {url} stands
 *     https://proxy.example.com/               it goes to the end
 */

/** The proxy as a person chose it. */
export interface ProxySetting {
  readonly address: string
  /** Patterns of the hosts that it is for. */
  readonly hosts: readonly string[]
}

/** A proxy that can be used. */
export interface WebProxy {
  readonly address: string
  readonly hosts: readonly HostPattern[]
  /** Nobody named a host: it is for all that are not local. */
  readonly isForAll: boolean
  /** The proxy's own host. */
  readonly own: HostPattern
}

/** Reads what a person chose; what is wrong with it is said in words. */
export function parseProxy({ address, hosts }: ProxySetting): Result<WebProxy, string> {
  const parsed = parseAddress(address.replace("{url}", ""))
  if (!parsed.ok) return err(parsed.error.message)
  const own = parseHostPattern(parsed.value.origin)
  if (!own.ok) return err(own.error)
  const patterns: HostPattern[] = []
  for (const text of hosts.length === 0 ? ["*"] : hosts) {
    const pattern = parseHostPattern(text)
    if (!pattern.ok) return err(`${text} is no host: ${pattern.error}`)
    patterns.push(pattern.value)
  }
  return ok({ address, hosts: patterns, isForAll: hosts.length === 0, own: own.value })
}

/** The address of the proxy, if it asks this host. It never asks itself. */
export function proxyFor({ address, hosts, own }: WebProxy, asked: Address): string | undefined {
  const isMeant = hosts.some(pattern => coversAddress(pattern, asked)) && !coversAddress(own, asked)
  return isMeant ? address : undefined
}

/**
 * The address of the proxy, if it asks this host of models. It sees what they are asked, and most of them let pages
 * ask: so it is used where the host was named, and not where the proxy is for all.
 */
export function proxyForModels(proxy: WebProxy, asked: Address): string | undefined {
  return proxy.isForAll ? undefined : proxyFor(proxy, asked)
}
