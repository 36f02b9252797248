import { isList, isMap, type Json, type JsonMap } from "../../lib/json.ts"
import { err, ok } from "../../lib/result.ts"
import { aiPortProblem } from "../../model/ai/aiPortProblems.ts"
import type { AiMessage, AiPort } from "../../model/ports.ts"

import { asksForWorkflow, simulatedWorkflow } from "./simulatedWorkflow.ts"

/*
 * A model that is none: it answers at once, offline and free, and to the same question always the same. An answer
 * that has to have a form gets values of that form. Templates and tests use it, and whoever draws a workflow before
 * there is a key.
 */

/** The name of the provider. */
export const simulatedProvider = "simulated"

/** The AI port that knows the simulated provider alone. */
export function createSimulatedAi(): AiPort {
  return {
    async chat({ provider, messages, schema, onText }) {
      if (provider !== simulatedProvider) return err(aiPortProblem("ai_provider_missing", { provider }))
      const chance = chanceFrom(messages.map(({ role, content }) => `${role}:${content}`).join("\n"))
      const text = asksForWorkflow(messages)
        ? await simulatedWorkflow(messages)
        : schema === undefined
          ? sentenceOn(messages, chance)
          : JSON.stringify(formed(schema, chance, ""))
      for (const word of text.match(/\S+\s*/g) ?? []) onText?.(word)
      const usage = {
        inputTokens: tokensIn(messages.map(({ content }) => content).join(" ")),
        outputTokens: tokensIn(text),
        usd: 0,
      }
      return ok({ text, model: "simulated-1", stop: "end", usage })
    },
  }
}

/** Numbers from 0 up to 1 that follow from the text alone. */
function chanceFrom(text: string): () => number {
  let state = 2_166_136_261
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 16_777_619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const openings = ["In short", "Looking at it", "As far as can be said", "To begin with"]

const reasons = [
  "No model was asked, and nothing left this computer.",
  "It follows from the question alone, so it is the same every time.",
  "It takes the place of a model until a provider is chosen.",
]
const endings = [
  "That is enough to try a workflow with.",
  "A real model would say more.",
  "Nothing was paid for it.",
]

function sentenceOn(messages: readonly AiMessage[], chance: () => number): string {
  const asked = messages.findLast(({ role }) => role === "user")?.content.trim() ?? ""
  const topic = asked.split("\n")[0]?.slice(0, 120) ?? ""
  const first = `${pick(openings, chance)}: this is a simulated answer to “${topic}”.`
  return `${first} ${pick(reasons, chance)} ${pick(endings, chance)}`
}

const deepest = 20

/** A value that is valid by the schema, as far as schemas of answers go. */
function formed(schema: JsonMap, chance: () => number, name: string, depth = 0): Json {
  if (schema.const !== undefined) return schema.const
  if (isList(schema.enum) && schema.enum.length > 0) return pick(schema.enum, chance)
  const [variant] = isList(schema.anyOf) ? schema.anyOf : []
  if (isMap(variant) && depth < deepest) return formed(variant, chance, name, depth + 1)
  const type = isList(schema.type) ? schema.type[0] : schema.type
  const low = numberIn(schema.minimum, 0)
  switch (depth < deepest ? type : "null") {
    case "object": {
      const properties = isMap(schema.properties) ? Object.entries(schema.properties) : []
      return Object.fromEntries(
        properties.map(([key, part]) => [key, formed(isMap(part) ? part : {}, chance, key, depth + 1)]),
      )
    }
    case "array": {
      const length = Math.max(
        numberIn(schema.minItems, 1),
        Math.min(numberIn(schema.maxItems, 3), 1 + Math.floor(chance() * 3)),
      )
      const items = isMap(schema.items) ? schema.items : {}
      return Array.from({ length }, (_, at) => formed(items, chance, `${name} ${at + 1}`, depth + 1))
    }
    case "boolean":
      return chance() < 0.75
    case "integer":
      return Math.round(low + agreeable(chance) * (numberIn(schema.maximum, low + 10) - low))
    case "number":
      return Math.round((low + agreeable(chance) * (numberIn(schema.maximum, low + 1) - low)) * 100) / 100
    case "null":
      return null
    default:
      return `Simulated ${name === "" ? "text" : name.trim()}`
  }
}

/** A share near the top: what is tried with a simulated model is mostly what happens when all goes well. */
function agreeable(chance: () => number): number {
  return 0.75 + chance() * 0.25
}

function numberIn(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise
}

function pick<T>(list: readonly T[], chance: () => number): T {
  return list[Math.floor(chance() * list.length)] as T
}

/** About four letters make a token. */
function tokensIn(text: string): number {
  return Math.ceil(text.length / 4)
}
