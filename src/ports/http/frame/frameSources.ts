import type { HostPattern } from "../../../model/hostPattern.ts"

/*
 * Granted hosts in the words of a content security policy. A policy knows scheme, host and port, and so says just
 * what a grant of a host or of those below it says. `*` and `local` cannot be said exactly: a policy has no word for
 * "not local", nor for the networks around a computer. There the policy allows what it must, and the ports' own check
 * of each address keeps to the grant.
 */

/** Hosts on this computer, at any port. */
const thisComputer = [
  "http://localhost:*",
  "http://127.0.0.1:*",
  "https://localhost:*",
  "https://127.0.0.1:*",
]

/** The sources that a policy names for the hosts: in order and each once, so that equal grants have equal sources. */
export function sourcesOf(hosts: readonly HostPattern[]): readonly string[] {
  const sources = hosts.flatMap(({ type, text }) => {
    if (type === "any") return ["https:", "http:"]
    return type === "local" ? thisComputer : [text]
  })
  return [...new Set(sources)].sort()
}

/** Whether the text is a source, and nothing that would say more in a policy. */
export function isSource(text: string): boolean {
  return /^https?:(?:\/\/(?:\*\.)?[a-z0-9.[\]:_-]+(?::(?:\d+|\*))?)?$/.test(text)
}
