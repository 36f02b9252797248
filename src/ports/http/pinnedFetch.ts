import { lookup as systemLookup } from "node:dns"
import type { LookupFunction } from "node:net"
import type { Agent, RequestInit, Response } from "undici"
import type { Address } from "../../model/address.ts"

/**
 * Asks the address at one of the numbers that were looked at, whatever its name has come to stand for since; null
 * leaves the name to the system.
 */
export type PinnedFetch = (
  address: Address,
  numbers: readonly string[] | null,
  init: RequestInit,
) => Promise<Response>

/** The connections to one origin. */
interface Line {
  numbers: readonly string[] | null
  readonly agent: Agent
}

/**
 * Makes a fetch whose connections go where the look before them led: a name that answers anew in between leads nowhere
 * else. Each origin has connections of its own, so that what was found for one is never used for another.
 */
export function createPinnedFetch(): PinnedFetch {
  const lines = new Map<string, Line>()
  return async (address, numbers, init) => {
    const { Agent, fetch } = await import("undici")
    const line = lines.get(address.origin) ?? {
      numbers,
      agent: new Agent({ connect: { lookup: (...asked) => lookUp(() => line.numbers, ...asked) } }),
    }
    line.numbers = numbers
    lines.set(address.origin, line)
    return fetch(address.href, { ...init, dispatcher: line.agent })
  }
}

function lookUp(
  numbersOf: () => readonly string[] | null,
  ...[host, options, answer]: Parameters<LookupFunction>
): void {
  const numbers = numbersOf()
  if (numbers === null) {
    systemLookup(host, options, answer)
    return
  }
  const found = numbers.map(number => ({ address: number, family: number.includes(":") ? 6 : 4 }))
  const [first] = found
  if (first === undefined) answer(Object.assign(new Error(`${host} is not found`), { code: "ENOTFOUND" }), [])
  else if (options.all) answer(null, found)
  else answer(null, first.address, first.family)
}
