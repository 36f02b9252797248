import { badArgument, boundedText, libraryEntry } from "./entry.ts"

/** Functions on text. */
export const textFunctions = [
  libraryEntry({
    name: "slug",
    signature: "slug(text)",
    doc: "The text in lower case, accents dropped, with a hyphen for everything that is no letter or digit.",
    examples: [
      { expression: 'slug("  Über uns: Café & Bar! ")', gives: "uber-uns-cafe-bar" },
      { expression: 'slug("???")', gives: "" },
    ],
    run: given =>
      given
        .text(0)
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter(Boolean)
        .join("-"),
  }),
  libraryEntry({
    name: "truncate",
    signature: 'truncate(text, length, end = "…")',
    doc: "The text, cut to at most that many characters, the end among them.",
    examples: [
      { expression: 'truncate("A long sentence", 7)', gives: "A long…" },
      { expression: 'truncate("Short", 7)', gives: "Short" },
      { expression: 'truncate("👍👍👍👍", 3, "")', gives: "👍👍👍" },
    ],
    run: given => {
      const [text, length, end] = [given.text(0), given.whole(1, 0, 1_000_000), [...given.text(2, "…")]]
      if (text.length <= length) return text
      const characters = [...text.slice(0, 2 * length + 2)]
      if (characters.length <= length) return text
      return [...characters.slice(0, Math.max(0, length - end.length)), ...end].slice(0, length).join("")
    },
  }),
  libraryEntry({
    name: "capitalize",
    signature: "capitalize(text)",
    doc: "The text with its first letter in upper case.",
    examples: [{ expression: 'capitalize("éclair au chocolat")', gives: "Éclair au chocolat" }],
    run: given => {
      const [first = "", ...rest] = given.text(0)
      return first.toUpperCase() + rest.join("")
    },
  }),
  libraryEntry({
    name: "lines",
    signature: "lines(text)",
    doc: "The lines of the text as a list, without their line breaks and without an empty last one.",
    examples: [
      { expression: 'lines("a\\r\\nb\\n\\nc\\n")', gives: ["a", "b", "", "c"] },
      { expression: 'lines("")', gives: [] },
    ],
    run: given => {
      const lines = given.text(0).split(/\r\n|\n|\r/)
      if (lines.at(-1) === "") lines.pop()
      return lines
    },
  }),
  libraryEntry({
    name: "words",
    signature: "words(text)",
    doc: "The words of the text as a list: runs of letters and digits.",
    examples: [
      { expression: 'words("Hello, wide-open world 2")', gives: ["Hello", "wide", "open", "world", "2"] },
    ],
    run: given =>
      given
        .text(0)
        .split(/[^\p{L}\p{M}\p{N}]+/u)
        .filter(Boolean),
  }),
  libraryEntry({
    name: "indent",
    signature: 'indent(text, with = "  ")',
    doc: "The text with something put before each line that is not empty.",
    examples: [{ expression: 'indent("a\\n\\nb", "> ")', gives: "> a\n\n> b" }],
    run: given => {
      const prefix = given.text(1, "  ")
      const lines = given.text(0).split("\n")
      if (prefix.length * lines.length > 4_000_000) badArgument("the text would become too long.")
      return boundedText(lines.map(line => (line === "" ? line : prefix + line)).join("\n"))
    },
  }),
  libraryEntry({
    name: "escapeHtml",
    signature: "escapeHtml(text)",
    doc: "The text with the characters that mean something in HTML written as entities.",
    examples: [
      { expression: "escapeHtml('<a title=\"x\">R&D')", gives: "&lt;a title=&quot;x&quot;&gt;R&amp;D" },
    ],
    run: given =>
      boundedText(given.text(0).replace(/[&<>"']/g, character => entities[character] ?? character)),
  }),
]

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}
