import { isMap, type Json } from "../../lib/json.ts"
import { secretMark } from "../../syntax/secrets.ts"
import { createRedactor, type Redactor } from "./createRedactor.ts"
import { formsOf } from "./redact.ts"

/*
 * A stream of events says a text in pieces, each within the JSON of an event of its own, and a value that is cut by
 * that stands in no bytes. So what stands at the same place of one event after another is read as one text. Events are
 * held back while their text may be the beginning of a value, and no longer.
 *
 *     data: {"text":"my key is sk-"}     held
 *     data: {"text":"canary, so"}        both go on: "my key is [secret]" and ", so"
 */

/** A text at some place of an event. */
interface Piece {
  readonly holder: { [name: string]: Json }
  readonly name: string
}

/** What was said at one place of the events. */
interface Said {
  /** The end of what went on: too short to be held back for. */
  sent: string
  held: Piece[]
}

/** A line as it came, and what stands in it where that is data. */
interface Line {
  readonly text: string
  readonly data: Json | null
}

/** Fewer letters of a value tell nothing, and would hold up every second piece. */
const leastHeld = 3
/** So many lines are held at most, whatever a server says. */
const mostHeld = 2_000
const mostPlaces = 1_000

/** Makes a redactor of a stream of events: values are found whole and in pieces. */
export function createEventRedactor(values: readonly string[]): Redactor {
  const forms = formsOf(values)
  const whole = createRedactor(values)
  const decoder = new TextDecoder()
  const encoder = new TextEncoder()
  const places = new Map<string, Said>()
  let lines: Line[] = []
  let rest = ""

  const letGo = (): string => {
    const out = lines.map(({ text, data }) => (data === null ? text : `data: ${JSON.stringify(data)}\n`))
    for (const said of places.values()) {
      said.sent = (said.sent + textOf(said)).slice(1 - leastHeld)
      said.held = []
    }
    if (places.size > mostPlaces) places.clear()
    lines = []
    return out.join("")
  }
  const hear = (piece: Piece, place: string): void => {
    const said = places.get(place) ?? { sent: "", held: [] }
    places.set(place, said)
    said.held.push(piece)
    const text = textOf(said)
    const clean = without(said.sent, text, forms)
    if (clean === text) return
    // All of it stands in the first piece then, and nothing in those that follow.
    for (const { holder, name } of said.held) holder[name] = ""
    const [first] = said.held
    if (first !== undefined) first.holder[first.name] = clean
  }
  const takeLine = (text: string): string => {
    const data = dataIn(text)
    lines.push({ text, data })
    eachText(data, "", hear)
    const isOpen = [...places.values()].some(said => isBegun(said.sent + textOf(said), forms))
    return isOpen && lines.length < mostHeld ? "" : letGo()
  }
  const take = (text: string): Uint8Array => {
    const parts = (rest + text).split("\n")
    rest = parts.pop() ?? ""
    return encoder.encode(parts.map(part => takeLine(`${part}\n`)).join(""))
  }

  return {
    push: bytes => take(decoder.decode(whole.push(bytes), { stream: true })),
    end() {
      const last = take(decoder.decode(whole.end()))
      return encoder.encode(new TextDecoder().decode(last) + letGo() + rest)
    },
  }
}

function textOf({ held }: Said): string {
  return held.map(({ holder, name }) => holder[name] as string).join("")
}

/** The text without the forms that end in it; what went on before may be the beginning of one. */
function without(sent: string, text: string, forms: readonly string[]): string {
  let clean = text
  for (const form of forms) {
    for (;;) {
      const at = (sent + clean).lastIndexOf(form)
      if (at < 0 || at + form.length <= sent.length) break
      const from = Math.max(0, at - sent.length)
      clean = clean.slice(0, from) + secretMark + clean.slice(at + form.length - sent.length)
    }
  }
  return clean
}

/** Whether the end of the text may be the beginning of a form. */
function isBegun(text: string, forms: readonly string[]): boolean {
  return forms.some(form => {
    for (let length = Math.min(form.length - 1, text.length); length >= leastHeld; length--)
      if (text.endsWith(form.slice(0, length))) return true
    return false
  })
}

function dataIn(line: string): Json | null {
  if (!line.startsWith("data:")) return null
  try {
    const data = JSON.parse(line.slice("data:".length)) as Json
    return isMap(data) ? data : null
  } catch {
    return null
  }
}

/** Tells each text in the data, by where it stands. */
function eachText(data: Json, at: string, tell: (piece: Piece, place: string) => void): void {
  if (typeof data !== "object" || data === null) return
  for (const [name, inner] of Object.entries(data)) {
    const place = `${at}/${name}`
    if (typeof inner === "string") tell({ holder: data as { [name: string]: Json }, name }, place)
    else eachText(inner, place, tell)
  }
}

/** The redactor for what a server answers: its type says whether that comes in events. */
export function redactorFor(contentType: string | null, values: readonly string[]): Redactor {
  const isEvents = /^text\/event-stream\b/i.test(contentType ?? "")
  return isEvents ? createEventRedactor(values) : createRedactor(values)
}
