import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { dataProblem } from "./dataProblems.ts"
import type { ReadInput } from "./readFormJob.ts"
import { parseXml } from "./xml.ts"

/** Reads XML or YAML into data. */
export const work: JobWork<ReadInput, Json> = ({ form, text }, { progress }) =>
  form === "xml" ? parseXml(text, progress) : parseYaml(text, progress)

/** The most aliases that are followed: more of them are how a small file becomes a large one. */
const mostAliases = 1000

async function parseYaml(text: string, progress: (share: number) => void): Promise<Result<Json, Problem>> {
  const { LineCounter, parseDocument } = await import("yaml")
  // Its lines are counted while it is read, and what they say is put together after that.
  const lineCounter = new LineCounter()
  const count = lineCounter.addNewLine
  lineCounter.addNewLine = offset => {
    progress(offset / text.length / 2)
    return count(offset)
  }
  const bad = (why: string) => err(dataProblem("data_bad_yaml", { why }))
  try {
    const document = parseDocument(text, { logLevel: "silent", lineCounter })
    const [first] = document.errors
    if (first) return bad(`${first.message.split("\n")[0]?.replace(/:$/, "") ?? ""}.`)
    return ok(plain(document.toJS({ maxAliasCount: mostAliases })))
  } catch (cause) {
    return bad(`${cause instanceof Error ? cause.message : String(cause)}.`)
  }
}

/** Dates, very large numbers and the like as plain data. */
function plain(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(plain)
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
  return value === undefined ? null : String(value)
}
