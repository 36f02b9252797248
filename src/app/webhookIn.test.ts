import { expect, test } from "vitest"
import { webhookIn } from "./webhookIn.ts"

test("UI-020 of what other pages say only a word to a webhook is heard", () => {
  expect(webhookIn({ rivulet: { webhook: "orders", body: { id: 7 } } })).toEqual({
    name: "orders",
    body: { id: 7 },
  })
  expect(webhookIn({ rivulet: { webhook: "orders" } })).toEqual({ name: "orders", body: null })
  const foreign = [
    ...[undefined, null, 7, "listening", "started", ["rivulet"], {}],
    ...[{ rivulet: null }, { rivulet: "run" }, { rivulet: { run: "w" } }, { rivulet: { webhook: 7 } }],
    ...[{ type: "run", workflow: "w" }, { failed: "x" }, { frame: 1, hosts: ["*"] }],
    ...[Object.create({ rivulet: { webhook: "a" } }), { rivulet: Object.create({ webhook: "a" }) }],
  ]
  for (const message of foreign) expect(webhookIn(message)).toBeUndefined()
})
