import { isMap, type Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import type { Problem } from "../../model/problems.ts"
import { dataProblem } from "./dataProblems.ts"
import type { ReadInput } from "./readFormJob.ts"
import { parseXml } from "./xml.ts"

/** Reads XML or YAML into data. */
export const work: JobWork<ReadInput, Json> = ({ form, text }) =>
  form === "xml" ? parseXml(text) : parseYaml(text)

/** The most aliases that are followed: more of them are how a small file becomes a large one. */
const mostAliases = 1000

async function parseYaml(text: string): Promise<Result<Json, Problem>> {
  const { parseDocument } = await import("yaml")
  const bad = (why: string) => err(dataProblem("data_bad_yaml", { why }))
  try {
    const document = parseDocument(text, { logLevel: "silent" })
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
