import { err, ok, type Result } from "../lib/result.ts"
import { httpProblem } from "./httpProblems.ts"
import type { Problem } from "./problems.ts"

/*
 * An address is judged by what it was parsed to and never by how it is written: `http://127.1/`, `http://0x7f.1/`
 * and `http://127.0.0.1./` are one host, and `https://api.example.com@other.test/` is the host `other.test`, which
 * is refused for the name before it. Local is what stands on this computer or in the network around it.
 */

/** An address that can be asked, in its parts as they were parsed. */
export interface Address {
  /** The whole, in the form in which it is sent; what follows `#` is left out. */
  readonly href: string
  readonly scheme: "http" | "https"
  /** In small letters, without a dot at the end; numbers in their plain form. */
  readonly host: string
  readonly port: number
  /** Scheme, host, and the port where it is not the usual one. */
  readonly origin: string
  /** On this computer, or in the network around it. */
  readonly isLocal: boolean
}

/** The longest address that is sent. */
export const longestAddress = 16_000

const usualPorts = { http: 80, https: 443 } as const

/** Reads an address, or says why it is none that can be asked. */
export function parseAddress(text: string): Result<Address, Problem> {
  if (text.length > longestAddress) return err(httpProblem("http_url_long", { most: longestAddress }))
  const written = text.trim()
  if (/\p{Cc}/u.test(written) || !URL.canParse(written))
    return err(httpProblem("http_bad_url", { url: text }))
  const url = new URL(written)
  const scheme = url.protocol.slice(0, -1)
  if (scheme !== "http" && scheme !== "https")
    return err(httpProblem("http_bad_scheme", { url: text, scheme }))
  if (url.username !== "" || url.password !== "")
    return err(httpProblem("http_userinfo", { host: url.hostname }))
  const host = url.hostname.replace(/\.$/, "")
  if (host === "" || host.endsWith(".")) return err(httpProblem("http_bad_url", { url: text }))
  url.hostname = host
  url.hash = ""
  const port = url.port === "" ? usualPorts[scheme] : Number(url.port)
  return ok({ href: url.href, scheme, host, port, origin: url.origin, isLocal: isLocalHost(host) })
}

/** Whether the host, as the parser gave it, is on this computer or in the network around it. */
export function isLocalHost(host: string): boolean {
  if (host.startsWith("[")) return isLocalNumbers6(numbersOf6(host.slice(1, -1)))
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isLocalNumbers4(host.split(".").map(Number))
  return !host.includes(".") || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(host)
}

function isLocalNumbers4([a = 0, b = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true
  return (
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19))
  )
}

function isLocalNumbers6(numbers: readonly number[]): boolean {
  const [first = 0, second = 0] = numbers
  const [high = 0, low = 0] = numbers.slice(6)
  const four = [high >> 8, high & 255, low >> 8, low & 255]
  const before = numbers.slice(0, 5).every(number => number === 0)
  if (before && (numbers[5] === 0xffff || numbers[5] === 0)) return isLocalNumbers4(four)
  if (first === 0x64 && second === 0xff9b) return isLocalNumbers4(four)
  return (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfe80 || (first & 0xff00) === 0xff00
}

/** The eight numbers of an address such as `::ffff:7f00:1`, which the parser has brought into this form. */
function numbersOf6(text: string): number[] {
  const [before = "", after] = text.split("::")
  const read = (part: string) =>
    part === "" ? [] : part.split(":").map(number => Number.parseInt(number, 16))
  if (after === undefined) return read(before)
  const [left, right] = [read(before), read(after)]
  return [...left, ...Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
}
