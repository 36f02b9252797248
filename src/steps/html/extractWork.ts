import type { Cheerio, CheerioAPI } from "cheerio"
import type { Json, JsonMap } from "../../lib/json.ts"
import { err, ok } from "../../lib/result.ts"
import type { JobWork } from "../../model/jobs.ts"
import { dataProblem } from "../data/dataProblems.ts"
import type { ExtractInput, Taken } from "./extractJob.ts"
import { openPage } from "./openPage.ts"

type Element = Parameters<CheerioAPI>[0]

/** How much of the work it is to read the page; the rest is to take the rows out of it. */
const reading = 0.6

/** Takes rows out of a page. Nothing of the page is run or loaded: it is text and stays text. */
export const work: JobWork<ExtractInput, Json> = async ({ html, rows, fields }, { progress }) => {
  const page = await openPage(html, share => progress(share * reading))
  let trying = rows ?? ""
  try {
    const take = (place: Cheerio<never> | null): JsonMap =>
      Object.fromEntries(
        fields.map(field => {
          trying = field.selector
          return [field.name, takeFrom(page, place, field)]
        }),
      )
    if (rows === null) return ok(take(null))
    const places = page(rows).toArray()
    return ok(
      places.map((place, at) => {
        progress(reading + ((1 - reading) * at) / places.length)
        return take(page(place) as unknown as Cheerio<never>)
      }),
    )
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    return err(dataProblem("data_bad_selector", { selector: trying, why }))
  }
}

function takeFrom(page: CheerioAPI, place: Cheerio<never> | null, field: Taken): Json {
  // Without a selector the row itself is meant.
  const found = field.selector === "" && place ? [place[0]] : elementsIn(page, place, field.selector)
  const values = (field.all ? found : found.slice(0, 1)).map(element =>
    takenFrom(page, element as Element, field),
  )
  return field.all ? values : (values[0] ?? null)
}

function elementsIn(page: CheerioAPI, place: Cheerio<never> | null, selector: string): readonly unknown[] {
  return (place === null ? page(selector) : place.find(selector)).toArray()
}

function takenFrom(page: CheerioAPI, element: Element, { take, attribute }: Taken): Json {
  const one = page(element as never)
  if (take === "html") return (one as Cheerio<never>).html() ?? ""
  if (take === "attribute") return (one as Cheerio<never>).attr(attribute ?? "href") ?? null
  return (one as Cheerio<never>).text().replace(/\s+/g, " ").trim()
}
