import type { Json, JsonMap } from "../../lib/json.ts"

/** Variables by name, of a run or of a part of it that is not written down yet. */
export interface Variables {
  variables: { [name: string]: Json }
}

/** Sets these variables. A name like `__proto__` is a name, and reaches nothing else. */
export function setVariables({ variables }: Variables, values: JsonMap): void {
  for (const name of Object.keys(values)) {
    const value = values[name]
    if (value === undefined) continue
    if (name !== "__proto__") variables[name] = value
    else
      Object.defineProperty(variables, name, { value, enumerable: true, configurable: true, writable: true })
  }
}
