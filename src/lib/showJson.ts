import { isList, type JsonMap, own } from "./json.ts"

/** A value as indented text of at most so many characters; what is left out of it shows as `…`. */
export function showJson(value: unknown, most: number): { readonly text: string; readonly isCut: boolean } {
  if (value === undefined) return { text: "undefined", isCut: false }
  // What stands for a secret says so, and says no more.
  if (typeof value === "object" && value !== null && "toJSON" in value && typeof value.toJSON === "function")
    return showJson(value.toJSON(), most)
  if (typeof value === "string") return cut(value, most)
  const parts: string[] = []
  let left = most
  let isCut = false
  const put = (text: string): void => {
    if (left <= 0) isCut = true
    else parts.push(text.slice(0, left))
    if (text.length > left) isCut = true
    left -= text.length
  }
  const write = (part: unknown, indent: string): void => {
    if (left <= 0 || indent.length > 200) {
      isCut = true
      return
    }
    if (typeof part !== "object" || part === null) {
      put(typeof part === "string" ? JSON.stringify(part.slice(0, left + 1)) : String(JSON.stringify(part)))
      return
    }
    let isFirst = true
    const line = (name: string, inner: unknown): void => {
      put(`${isFirst ? "" : ","}\n${indent}  ${name}`)
      write(inner, `${indent}  `)
      isFirst = false
    }
    put(isList(part) ? "[" : "{")
    if (isList(part)) for (let at = 0; at < part.length && left > 0; at++) line("", part[at])
    else {
      for (const key in part) {
        if (left <= 0) break
        if (Object.hasOwn(part, key)) line(`${JSON.stringify(key)}: `, own(part as JsonMap, key))
      }
    }
    put(`${isFirst ? "" : `\n${indent}`}${isList(part) ? "]" : "}"}`)
  }
  write(value, "")
  const text = parts.join("")
  return { text: isCut ? `${text}…` : text, isCut }
}

function cut(text: string, most: number): { readonly text: string; readonly isCut: boolean } {
  return text.length > most
    ? { text: `${text.slice(0, most).toWellFormed()}…`, isCut: true }
    : { text, isCut: false }
}
