/*
 * The names that an expression may use without declaring them. A root stands for data of the run; a global is
 * part of JavaScript itself and means the same in both lanes.
 */

/** The names under which an expression sees the data of its run. */
export const roots = [
  "inputs",
  "vars",
  "trigger",
  "steps",
  "incoming",
  "arrivals",
  "item",
  "index",
  "loop",
  "run",
  "workflow",
  "error",
  "visit",
  "secrets",
  "event",
] as const

/** A name under which an expression sees data of its run. */
export type Root = (typeof roots)[number]

const rootNames: ReadonlySet<string> = new Set(roots)

/** Whether the name stands for data of the run. */
export function isRoot(name: string): name is Root {
  return rootNames.has(name)
}

/** JavaScript's own names, as far as plain data has a use for them. */
export const globals: ReadonlySet<string> = new Set([
  "undefined",
  "NaN",
  "Infinity",
  "globalThis",
  "Array",
  "ArrayBuffer",
  "BigInt",
  "Boolean",
  "DataView",
  "Date",
  "Error",
  "EvalError",
  "Float32Array",
  "Float64Array",
  "Function",
  "Int8Array",
  "Int16Array",
  "Int32Array",
  "Iterator",
  "JSON",
  "Map",
  "Math",
  "Number",
  "Object",
  "Promise",
  "Proxy",
  "RangeError",
  "ReferenceError",
  "Reflect",
  "RegExp",
  "Set",
  "String",
  "Symbol",
  "SyntaxError",
  "TypeError",
  "URIError",
  "Uint8Array",
  "Uint8ClampedArray",
  "Uint16Array",
  "Uint32Array",
  "WeakMap",
  "WeakSet",
  "decodeURI",
  "decodeURIComponent",
  "encodeURI",
  "encodeURIComponent",
  "escape",
  "eval",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
  "unescape",
])
