/** Freezes the value with all the lists and plain maps in it, so that whoever shares it cannot change it. */
export function freezeDeeply<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) return value
  Object.freeze(value)
  for (const item of Object.values(value)) freezeDeeply(item)
  return value
}
