import type { Catalogue, KindEntry } from "../../model/catalogue.ts"

const entry = (kind: string, more: Partial<KindEntry> = {}): KindEntry => ({
  ...{ kind, version: 1, title: kind, summary: `Does ${kind}`, icon: "box", group: "flow" },
  input: { type: "object", properties: {} },
  ...{ output: {}, hints: {}, inlets: [], outlets: ["success"], effect: "pure", needs: [], card: "" },
  ...more,
})

const all: readonly KindEntry[] = [
  entry("log", {
    title: "Log",
    card: "{{ message }}",
    input: { type: "object", properties: { message: { type: "string" } }, required: ["message"] },
  }),
  entry("condition", { title: "Condition", outlets: ["true", "false"], card: "{{ if }}" }),
  entry("switch", { title: "Switch", outlets: ["otherwise"], outletsFrom: "cases[].id" }),
  entry("group", { title: "Group", outlets: ["done"], holds: { scopes: ["steps"] } }),
  entry("file.write", { title: "Write a file", group: "files", summary: "Writes text" }),
  entry("compare", { title: "Compare", group: "data", inlets: ["left", "right"] }),
]

/** A small catalogue with a kind of each sort, which the tests of the editor share. */
export const testCatalogue: Catalogue = {
  kinds: Object.fromEntries(all.map(kind => [kind.kind, kind])),
  triggers: {
    manual: {
      ...{ type: "manual", title: "By hand", summary: "Starts when asked", icon: "play" },
      ...{ input: { type: "object", properties: {} }, output: {}, hints: {}, card: "" },
    },
  },
}
