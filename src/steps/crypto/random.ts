import { z } from "zod"
import { defineStep, done } from "../../model/step.ts"
import { encoded } from "./encoding.ts"

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"

/** Draws something by chance. */
export const cryptoRandom = defineStep({
  kind: "crypto.random",
  version: 1,
  title: "Random",
  summary: "Makes an id, a number or a text by chance",
  icon: "dices",
  group: "data",
  input: z.strictObject({
    make: z
      .enum(["uuid", "number", "text", "hex"])
      .default("uuid")
      .meta({ description: "A UUID, a whole number, a text of letters and digits, or bytes in hex" }),
    from: z.int().min(-1e12).max(1e12).default(1).meta({ description: "The smallest number" }),
    to: z.int().min(-1e12).max(1e12).default(100).meta({ description: "The largest number" }),
    length: z.int().min(1).max(1000).default(16).meta({ description: "How many letters, or bytes" }),
  }),
  output: z.union([z.string(), z.number()]),
  hints: { from: { advanced: true }, to: { advanced: true }, length: { advanced: true } },
  outlets: ["success"],
  effect: "pure",
  needs: ["random"],
  card: "{{ make }}",
  docs: `
Makes something by chance, from the run's own seed: a step that is tried again after a crash, and a replay, get the
same. It is meant for ids and for drawing lots; keys and passwords belong among the secrets.

- **success**: the UUID, the number (*from* and *to* included), or the text. Letters that look alike are left out.
`,
  examples: [
    {
      title: "An id",
      with: {},
      outlets: { success: "00000000-0000-4000-8000-000000000000" },
    },
    { title: "Four letters", with: { make: "text", length: 4 }, outlets: { success: "tttt" } },
    { title: "A die", with: { make: "number", to: 6 }, outlets: { success: 4 } },
  ],
  run: ({ make, from, to, length }, { ports }) => {
    const { random } = ports
    if (make === "uuid") return done(random.uuid())
    if (make === "hex") return done(encoded(random.bytes(length), "hex"))
    if (make === "text") return done(Array.from({ length }, () => letterOf(random.bytes(6))).join(""))
    const [low, high] = from <= to ? [from, to] : [to, from]
    return done(low + (numberOf(random.bytes(6)) % (high - low + 1)))
  },
})

function letterOf(bytes: Uint8Array): string {
  return letters[numberOf(bytes) % letters.length] ?? ""
}

/** Six bytes are so many numbers that what is left over by a division favours none that anyone could tell. */
function numberOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}
