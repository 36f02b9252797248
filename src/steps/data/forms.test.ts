import { describe, expect, test } from "vitest"
import type { Json } from "../../lib/json.ts"
import { htmlExtract } from "../html/extract.ts"
import { htmlMarkdown } from "../html/markdown.ts"
import { markdownHtml } from "../markdown/html.ts"
import { runStep } from "../testing/runExample.ts"
import { dataConvert } from "./convert.ts"
import { readEntities } from "./xml.ts"

type Step = Parameters<typeof runStep>[0]

async function made(step: Step, parameters: object): Promise<Json> {
  const { outcome } = await runStep(step, parameters)
  if (outcome.type === "failed") return outcome.problem.code
  return outcome.type === "done" ? (outcome.outlets.success ?? null) : "waiting"
}

describe("XML", () => {
  const read = (value: string) => made(dataConvert, { value, from: "xml" })
  const write = (value: Json) => made(dataConvert, { value, to: "xml" })

  test("entities that a document declares are never expanded", async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;"><!ENTITY f SYSTEM "file:///etc/passwd">]><a>&y;&f;</a>`
    const result = JSON.stringify(await read(bomb))
    expect(result).not.toContain("ha")
    expect(result).not.toContain("root:")
    expect(result.length).toBeLessThan(200)
  })

  test("what XML itself has is read, once", () => {
    expect(readEntities("&lt;b&gt; &amp;lt; &#233;&#x1F600; &none; &#0; &#xD800;")).toBe(
      "<b> &lt; é😀 &none; &#0; &#xD800;",
    )
  })

  test("names that objects have are plain names", async () => {
    expect(await read("<a><toString>1</toString></a>")).toEqual({ a: { toString: "1" } })
    expect(await read("<a><constructor>1</constructor></a>")).toBe("data_bad_xml")
    expect(await read('<a __proto__="1"/>')).toEqual({ a: { "@__proto__": "1" } })
  })

  test("what is written is read again", async () => {
    const value = { r: { "@a": 'x"<&>', b: ["1", "2"], c: "<script>", d: { "#text": "t", "@n": "ü" } } }
    expect(await read(String(await write(value)))).toEqual(value)
    expect(await write({ a: 1, b: 2 })).toBe("data_no_xml")
    expect(await write([1])).toBe("data_no_xml")
    expect(await write({ "a b": 1 })).toBe("data_bad_xml_name")
    expect(await write({ a: { "@x y": 1 } })).toBe("data_bad_xml_name")
    expect(await read("no xml at all")).toBe("data_bad_xml")
    expect(await read("")).toBe("data_bad_xml")
  })
})

describe("YAML", () => {
  const read = (value: string) => made(dataConvert, { value, from: "yaml" })

  test("aliases that would make a small file large are refused", async () => {
    const lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for (let at = 0; at < 8; at++) {
      const [name, before] = [String.fromCharCode(98 + at), String.fromCharCode(97 + at)]
      lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`)
    }
    expect(await read(lines.join("\n"))).toBe("data_bad_yaml")
  })

  test("what is no plain data becomes text, and mistakes are named", async () => {
    expect(await read("a: .nan\nb: 2026-01-01\nc: no\nd: 0x10")).toEqual({
      a: "NaN",
      b: "2026-01-01",
      c: "no",
      d: 16,
    })
    expect(await read("a: [1")).toBe("data_bad_yaml")
    expect(await read("a: 1\na: 2")).toBe("data_bad_yaml")
    expect(await read("")).toBeNull()
  })
})

describe("HTML", () => {
  const page = `<html><body><script>window.x = "<li>no</li>"</script><li onclick="x()">yes</li>
    <noscript><li>neither</li></noscript><style>li{}</style></body></html>`

  test("scripts are neither run nor read", async () => {
    const fields = [{ name: "t", all: true, selector: "li" }]
    expect(await made(htmlExtract, { html: page, fields })).toEqual({ t: ["yes"] })
    expect(await made(htmlMarkdown, { html: page })).toBe("yes\n")
  })

  test("Markdown keeps what is said, and drops what would run", async () => {
    const html = `<h2>A *b*</h2><ol><li>x<ul><li>y</li></ul></li><li><p>z</p></li></ol>
      <pre>a
  b</pre><table><tr><th>h|1</th></tr><tr><td>2</td></tr></table>
      <a href="java\tscript:alert(1)">click</a> <a href="/p(1)">go</a><img src="data:x" alt="pic"><br>1. end`
    expect(await made(htmlMarkdown, { html })).toBe(
      [
        "## A \\*b\\*",
        "",
        "1. x",
        "   - y",
        "2. z",
        "",
        "```",
        "a",
        "  b",
        "```",
        "",
        "| h\\|1 |",
        "| --- |",
        "| 2 |",
        "",
        "click [go](/p%281%29)pic",
        "1\\. end",
        "",
      ].join("\n"),
    )
  })

  test("a page nested without end is read to a depth", async () => {
    const deep = `${"<div>".repeat(3_000)}x${"</div>".repeat(3_000)}`
    expect(await made(htmlMarkdown, { html: deep })).toBe("\n")
  })
})

describe("Markdown to HTML", () => {
  test("HTML in it is text, whatever it looks like", async () => {
    const text =
      '<img src=x onerror="alert(1)">\n\n[a](<javascript:alert(1)>) ![b](data:text/html,x) <b>c</b>\n\n```\n<d>\n```'
    const html = String(await made(markdownHtml, { text }))
    expect(html).not.toMatch(/<img|<b>|javascript:|data:|<d>/)
    expect(html).toContain("&lt;b&gt;c&lt;/b&gt;")
    expect(await made(markdownHtml, { text: "<b>c</b>", raw: "keep" })).toContain("<b>c</b>")
  })
})
