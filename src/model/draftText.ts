import { toBase64 } from "../lib/base64.ts"

/** What a prepared e-mail says. */
export interface Draft {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
}

const encoder = new TextEncoder()

/**
 * The e-mail as text that mail programs open (RFC 5322), as one that has not been sent yet. Line breaks in a header
 * would add headers, so they are taken out.
 */
export function draftText({ to, subject, text }: Draft): string {
  const headers = [
    `To: ${to.map(oneLine).join(",\r\n ")}`,
    `Subject: ${headerText(oneLine(subject))}`,
    "X-Unsent: 1",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
  ]
  const body = toBase64(encoder.encode(text.replace(/\r?\n/g, "\r\n"))).match(/.{1,76}/g) ?? []
  return `${headers.join("\r\n")}\r\n\r\n${body.join("\r\n")}\r\n`
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()
}

/** The text as a header may carry it: plain, or in encoded words of at most 75 letters. */
function headerText(text: string): string {
  if (/^[\x20-\x7e]{0,200}$/.test(text) && !text.includes("=?")) return text
  const words: string[] = []
  let word = ""
  for (const letter of text.toWellFormed()) {
    if (encoder.encode(word + letter).length > 42) {
      words.push(word)
      word = ""
    }
    word += letter
  }
  return [...words, word].map(one => `=?utf-8?B?${toBase64(encoder.encode(one))}?=`).join("\r\n ")
}

/** A name for the draft's file: readable, and the same for every repeat of the effect. */
export function draftPath(subject: string, hash: string): string {
  const words = subject.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return `drafts/${["mail", ...words].join("-").slice(0, 60)}-${hash.slice(0, 10)}.eml`
}

/** Longer addresses are cut, or refused, by some systems. */
const longestAddress = 1_900

/** The e-mail as an address that mail programs open; null where it is too long for one. */
export function mailAddress({ to, subject, text }: Draft): string | null {
  const body = encodeURIComponent(text.toWellFormed().replace(/\r?\n/g, "\r\n"))
  const address = `mailto:${to.map(encodeURIComponent).join(",")}?subject=${encodeURIComponent(oneLine(subject.toWellFormed()))}&body=${body}`
  return address.length > longestAddress ? null : address
}
