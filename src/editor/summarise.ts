import type { OpenFile } from "../format/file.ts"
import { sayCron } from "../lib/cronWords.ts"
import { type Json, type JsonMap, own } from "../lib/json.ts"
import type { Catalogue, TriggerEntry } from "../model/catalogue.ts"
import type { Grant } from "../model/grants.ts"
import { grantsUsed } from "../model/powers.ts"
import { cardLine } from "./cardLine.ts"
import { type CheckInParts, factsOf, findingsOf } from "./facts.ts"
import { layout } from "./layout.ts"
import { linesOf } from "./scene.ts"
import { type Picture, pictureBox, type Summary, summaryVersion } from "./summary.ts"

const mostBoxes = 60
const scale = 0.2

/** The summary of a workflow. */
export function summaryOf(file: OpenFile, catalogue: Catalogue, check: CheckInParts): Summary {
  const { workflow } = file
  const { steps } = factsOf(file, catalogue)
  const { problems } = findingsOf(file, catalogue, check)
  return {
    version: summaryVersion,
    name: workflow.name ?? workflow.id,
    description: workflow.description ?? "",
    tags: workflow.tags ?? [],
    triggers: (workflow.triggers ?? []).slice(0, 8).map(trigger => {
      const entry = own(catalogue.triggers, trigger.type)
      const line = entry?.card.includes("{{")
        ? cardLine(entry.card, inWords(trigger.with ?? {}, entry.hints))
        : ""
      return {
        icon: entry?.icon ?? "zap",
        say: [entry?.title ?? trigger.type, line].filter(Boolean).join(": "),
        ...(entry && !entry.startsByHand && trigger.enabled !== false ? { isAutomatic: true } : {}),
      }
    }),
    steps: steps.size,
    errors: problems.filter(problem => problem.severity === "error").length,
    warnings: problems.filter(problem => problem.severity === "warning").length,
    isOffline: isOffline(file, catalogue),
    picture: pictureOf(file, catalogue),
  }
}

/** The parameters, rules of times as people say them. */
function inWords(parameters: JsonMap, hints: TriggerEntry["hints"]): JsonMap {
  const say = ([name, value]: [string, Json]): [string, Json] => {
    const isRule = own(hints, name)?.widget === "cron" && typeof value === "string"
    return [name, isRule ? (sayCron(value) ?? value) : value]
  }
  return Object.fromEntries(Object.entries(parameters).map(say))
}

/** The powers over what is elsewhere; the simulated model, and those of this computer, are not. */
const elsewhere = new Set(["http", "ai", "git", "notify"])

function isOffline({ workflow }: OpenFile, catalogue: Catalogue): boolean {
  for (const grant of grantsUsed(workflow, catalogue)) {
    if (elsewhere.has(grant.power) && !isHere(grant)) return false
  }
  return true
}

function isHere({ power, what }: Grant): boolean {
  return (power === "ai" && what === "simulated") || (power === "http" && what === "local")
}

/** The outermost steps as small boxes, in an order of their own: where a person put them is for the large drawing. */
function pictureOf(file: OpenFile, catalogue: Catalogue): Picture {
  const { scene } = factsOf(file, catalogue)
  const tops = scene.nodes.filter(node => node.parent === null && node.type !== "handler").slice(0, mostBoxes)
  const ids = new Set(tops.map(node => node.id))
  const wires = scene.wires.filter(wire => ids.has(wire.from) && ids.has(wire.to))
  const boxes = tops.map(({ id }) => ({
    id,
    width: pictureBox.width / scale,
    height: pictureBox.height / scale,
  }))
  const places = layout(
    boxes,
    linesOf(tops, wires).map(line => ({ ...line, label: 0 })),
  )
  const left = (id: string) => tenth((places.get(id)?.x ?? 0) * scale)
  const top = (id: string) => tenth((places.get(id)?.y ?? 0) * scale)
  const right = (id: string) => tenth(left(id) + pictureBox.width)
  const middle = (id: string) => tenth(top(id) + pictureBox.height / 2)
  return {
    width: Math.max(0, ...tops.map(({ id }) => right(id))),
    height: Math.max(0, ...tops.map(({ id }) => tenth(top(id) + pictureBox.height))),
    boxes: tops.map(({ id, hue, type }) => [
      left(id),
      top(id),
      pictureBox.width,
      type === "trigger" ? "teal" : hue,
    ]),
    wires: wires
      .filter(wire => !wire.isBack)
      .map(({ from, to }) => [right(from), middle(from), left(to), middle(to)]),
  }
}

/** No more of the number than is seen: summaries of templates travel with the first page. */
function tenth(size: number): number {
  return Math.round(size * 10) / 10
}
