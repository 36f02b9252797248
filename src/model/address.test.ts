import fc from "fast-check"
import { describe, expect, test } from "vitest"
import corpus from "../../e2e/corpus/bad-inputs.json"
import { parseAddress } from "./address.ts"
import { coversAddress, parseHostPattern } from "./hostPattern.ts"

function corpusUrl(id: string): string {
  const found = corpus.find(one => one.id === id && one.surface === "url")
  if (found === undefined) throw new Error(`Expected ${id} in the corpus but it is not there`)
  return found.input ?? ""
}

function codeOf(text: string): string {
  const parsed = parseAddress(text)
  return parsed.ok ? parsed.value.host : parsed.error.code
}

describe("addresses that are refused (corpus)", () => {
  test.each([
    ["UR-001", "http_bad_scheme"],
    ["UR-002", "http_bad_url"],
    ["UR-004", "http_bad_scheme"],
    ["UR-005", "http_bad_scheme"],
    ["UR-007", "http_bad_scheme"],
    ["UR-017", "http_userinfo"],
    ["UR-020", "http_bad_url"],
    ["UR-034", "http_bad_url"],
    ["UR-037", "http_bad_scheme"],
  ])("%s", (id, code) => expect(codeOf(corpusUrl(id))).toBe(code))

  test("UR-035 beyond the length that is sent", () => {
    expect(codeOf(`https://host.test/?q=${"x".repeat(3e6)}`)).toBe("http_url_long")
  })

  test.each([
    "http://./",
    "http://a../",
    "http://",
    "https://a:b@c.test/",
    "https://a@c.test",
    "data:,x",
    "",
  ])("%j", text => expect(parseAddress(text).ok).toBe(false))
})

describe("an address is what it was parsed to (corpus)", () => {
  test.each([
    ["UR-008", "127.0.0.1"],
    ["UR-010", "127.0.0.1"],
    ["UR-011", "127.0.0.1"],
    ["UR-013", "[::ffff:7f00:1]"],
    ["UR-014", "127.0.0.1"],
  ])("%s is local", (id, host) => {
    expect(parseAddress(corpusUrl(id))).toMatchObject({ ok: true, value: { host, isLocal: true } })
  })

  test.each([
    ["UR-016", "api.openai.com"],
    ["UR-019", "canary.test"],
    ["UR-025", "example.com"],
    ["UR-026", "example.com"],
  ])("%s", (id, host) => {
    expect(parseAddress(corpusUrl(id))).toMatchObject({ ok: true, value: { host, isLocal: false } })
  })

  test("UR-032 dots are walked, and what follows # stays here", () => {
    const parsed = parseAddress(`${corpusUrl("UR-032")}#x`)
    expect(parsed).toMatchObject({ ok: true, value: { href: "https://host/etc" } })
  })
})

test.each([
  ["localhost", true],
  ["a.localhost", true],
  ["printer.local", true],
  ["intranet", true],
  ["10.1.2.3", true],
  ["172.16.0.1", true],
  ["172.32.0.1", false],
  ["192.168.1.1", true],
  ["169.254.169.254", true],
  ["100.64.0.1", true],
  ["0.0.0.0", true],
  ["2130706433", true],
  ["8.8.8.8", false],
  ["[::1]", true],
  ["[::]", true],
  ["[fe80::1]", true],
  ["[fd00::1]", true],
  ["[64:ff9b::7f00:1]", true],
  ["[::ffff:8.8.8.8]", false],
  ["[2001:db8::1]", false],
  ["localhost.example.com", false],
])("%s is local: %s", (host, isLocal) => {
  expect(parseAddress(`http://${host}/`)).toMatchObject({ ok: true, value: { isLocal } })
})

test("reading an address never throws, and what was read is read the same again", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string().map(text => `http://${text}`),
        fc.string(),
      ),
      text => {
        const parsed = parseAddress(text)
        if (parsed.ok) expect(parseAddress(parsed.value.href)).toEqual(parsed)
      },
    ),
  )
})

describe("patterns of hosts", () => {
  const covers = (pattern: string, url: string) => {
    const [parsed, address] = [parseHostPattern(pattern), parseAddress(url)]
    if (!parsed.ok || !address.ok) throw new Error(`Expected ${pattern} and ${url} to be readable`)
    return coversAddress(parsed.value, address.value)
  }

  test.each([
    ["api.openai.com", "https://api.openai.com/v1?x", true],
    ["API.OpenAI.com.", "https://api.openai.com./", true],
    ["api.openai.com", corpusUrl("UR-022"), false],
    ["api.openai.com", corpusUrl("UR-023"), false],
    ["*.openai.com", corpusUrl("UR-023"), true],
    ["*.openai.com", "https://api.openai.com/", true],
    ["*.openai.com", "https://a.b.openai.com/", true],
    ["*.openai.com", "https://openai.com/", false],
    ["*.openai.com", "https://xopenai.com/", false],
    ["*.openai.com", "http://api.openai.com/", false],
    ["https://host", "https://host:443/", true], // UR-029
    ["https://host", "http://host/", false], // UR-031
    ["https://host", "https://host:8443/", false],
    ["http://host:8080", "http://host:8080/", true],
    ["http://*.host.test:81", "http://a.host.test:81/", true],
    ["http://127.0.0.1", corpusUrl("UR-010"), true],
    ["*", "http://example.com:81/", true],
    ["*", "http://127.1/", false],
    ["*", "http://localhost/", false],
    ["local", "http://localhost:3000/", true],
    ["local", "https://example.com/", false],
  ])("%s and %s: %s", (pattern, url, wanted) => expect(covers(pattern, url)).toBe(wanted))

  test.each([
    "",
    "https://a/path",
    "a?b",
    "ftp://a",
    "*.127.0.0.1",
    "a.*.b",
    "**.a",
    "*.*.a",
    "user@host",
    "*.",
  ])("%j is none", text => expect(parseHostPattern(text).ok).toBe(false))

  test("a pattern has one form", () => {
    const form = (text: string) => {
      const parsed = parseHostPattern(text)
      return parsed.ok ? parsed.value.text : null
    }
    expect(form("Api.Example.com:443/")).toBe("https://api.example.com")
    expect(form("*.example.com")).toBe("https://*.example.com")
    expect(form("http://example.com:80")).toBe("http://example.com")
  })
})
