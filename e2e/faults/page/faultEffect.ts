import { z } from "zod"
import { defineStep, done, failed } from "../../../src/model/step.ts"

/** Has an effect on the trial's server, which counts it by its key. Stands in no release. */
export const faultEffect = defineStep({
  kind: "fault.effect",
  version: 1,
  title: "Effect",
  summary: "Has an effect that is counted",
  icon: "zap",
  group: "connect",
  input: z.strictObject({
    effect: z.enum(["read", "write", "once"]),
    /** The first request for its key is turned away. */
    flaky: z.boolean().default(false),
  }),
  output: z.string(),
  outlets: ["success"],
  effect: { by: "effect", table: { read: "read", write: "write", once: "once" }, otherwise: "once" },
  needs: [],
  card: "{{ effect }}",
  docs: "",
  examples: [],
  async run({ flaky }, { key, signal }) {
    const headers = { "Idempotency-Key": key, ...(flaky ? { "X-Flaky": "1" } : {}) }
    const response = await fetch("/effect", { method: "POST", headers, signal })
    if (response.ok) return done(await response.text())
    const message = "The server was busy."
    return failed({ code: "busy", message, severity: "error", retryable: true })
  },
})
