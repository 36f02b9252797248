import type { GuestTime } from "./protocol.ts"

/** What the guest's chance begins with: the same for the same source at the same time of the run. */
export function seedOf(source: string, { now }: GuestTime): number {
  let mixed = Math.trunc(now) % 2 ** 31
  for (let at = 0; at < source.length; at++) mixed = Math.imul(mixed ^ source.charCodeAt(at), 0x01000193)
  return mixed | 0
}
