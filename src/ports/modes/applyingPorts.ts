import type { Json } from "../../lib/json.ts"
import { err, ok, type Result } from "../../lib/result.ts"
import type { Ports } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import {
  type Difference,
  entryId,
  fileEntryId,
  type PortCall,
  type RecordedChange,
  type Stance,
} from "../../model/recording.ts"
import { meteredPorts } from "../budget/meteredPorts.ts"
import type { FileHome } from "../files/home.ts"
import { type Hold, heldPorts, heldRemotes } from "../overlay/outbox.ts"
import { createOverlayHome, type OverlayHome } from "../overlay/overlayHome.ts"
import { marked } from "../recording/answerMarks.ts"
import { aroundPorts, promptPorts } from "../recording/portCalls.ts"
import { fromPortJson, plainRequest, requestHash } from "../recording/portJson.ts"
import { recordedPorts } from "../recording/recordedPorts.ts"
import { recordingProblem } from "../recording/recordingProblems.ts"
import { createCallStock, serveCall } from "../recording/replayedPorts.ts"
import { unsent } from "../sent.ts"
import { buildsOnLeftOut, changedUnderneath, changesIn, isStateOf, stateIn } from "./conflicts.ts"
import { changesSince, hashIn } from "./fileStates.ts"
import type { LivePorts, ModedPorts, ModeEnding, ModeParts } from "./modedPorts.ts"
import { beneathNow } from "./seenChanges.ts"

/*
 * The ports of a run that applies a sandbox run. What that one read it reads again from the recording, so that what
 * it comes to is what was approved; models that were only simulated are asked for real. What would change the world
 * is done if exactly that was approved and ticked; if it was approved and not ticked, it stays as simulated; anything
 * else is not done, and is shown. Files are compared once the step has ended, and nothing of them is done before.
 */

/** Makes the ports of one attempt. */
export function applyingPorts(task: string, stance: Stance, live: LivePorts, parts: ModeParts): ModedPorts {
  const { cassette, changes } = stance
  const isTicked = stance.applies?.isTicked ?? (() => false)
  const recorded = cassette?.steps[task]?.attempts.at(-1) ?? []
  const differs: Difference[] = []
  const overlay = createOverlayHome(live.home, parts.now, beneathNow(changes))
  const approved = approvedCalls(task, recorded)
  let hasExchanged = false
  /** What is asked as it was asked when it was approved: under the key that the task had then. */
  const asThen = (asked: Json): Json => {
    if (parts.key === undefined || cassette === null) return asked
    const inText = (text: string): string => JSON.stringify(text).slice(1, -1)
    const text = JSON.stringify(asked).replaceAll(inText(parts.key), inText(`${cassette.run}:${task}`))
    return JSON.parse(text) as Json
  }

  const hold: Hold = async call => {
    const { port, what, with: asked, say, simulated, perform } = call
    const match = await approved.take(port, what, asThen(asked))
    const leave = () => marked(ok(simulated), { held: { with: asked, say } })
    if (match !== undefined) {
      if (!isTicked(match)) return leave()
      hasExchanged ||= port === "git"
      return perform()
    }
    const id = `${task}:${await requestHash(port, what, [asThen(asked)])}`
    const choice = stance.choices.get(id)
    if (choice !== undefined) return choice === "do" ? perform() : leave()
    differs.push({ id, say, approved: approved.next(port, what), now: asked })
    return err(unsent(recordingProblem("apply_differs", { what: say })))
  }

  const { ports: others, used, spent } = meteredPorts(live.others, stance.mayAsk)
  const apart = heldPorts(others, hold, stance.heldRows)
  const held = { ...apart, ...heldRemotes(live.over(overlay, apart.shell), hold) }
  const known = knownAnswers(held, stance, recorded, overlay)
  const { ports, calls } = recordedPorts(known, parts)

  async function ending(isDone: boolean): Promise<ModeEnding> {
    const made = isDone && differs.length === 0 ? await changesSince(overlay, live.home, changes) : []
    const sorted = sortChanges(task, made, stance)
    differs.push(...sorted.differs)
    if (differs.length > 0) return { calls: await calls(), differs }
    const over = spent()
    if (over !== undefined && !isDone) return { calls: await calls(), spent: over }
    const refused = await applyChanges(live.home, overlay, sorted.ticked, stance)
    if (!refused.ok) return { calls: await calls(), problem: refused.error }
    const applied = sorted.ticked.map(change => ({ ...change, applied: true as const }))
    return { calls: await calls(), changes: [...applied, ...sorted.left] }
  }

  /** Which of these changes are to be done, which stay apart, and which nobody has approved. */
  function sortChanges(at: string, made: readonly RecordedChange[], { choices }: Stance) {
    const past = cassette?.steps[at]?.changes ?? []
    const ticked: RecordedChange[] = []
    const left: RecordedChange[] = []
    const other: Difference[] = []
    for (const change of made) {
      const { path, after } = change
      const before = past.find(one => one.path === path)
      const id = `${at}:file:${path}@${hashIn(after)}`
      const choice = choices.get(id)
      if (before !== undefined && (hashIn(before.after) === hashIn(after) || isOfItsTime(path))) {
        if (isTicked(fileEntryId(path))) ticked.push(change)
        else left.push(change)
      } else if (choice !== undefined) {
        if (choice === "do") ticked.push(change)
        else left.push(change)
      } else if (before !== undefined && !isTicked(fileEntryId(path))) left.push(change)
      // Commits that come from a remote were approved with the exchange, and not one by one.
      else if (before === undefined && hasExchanged) ticked.push(change)
      else
        other.push({
          ...{ id, say: path, approved: (before?.after ?? null) as Json },
          now: after as Json,
        })
    }
    return { ticked, left, differs: other }
  }

  return { ports, used, ending }
}

/**
 * Git's list of what is staged holds times, which differ at each look, and what a clone says of itself the key of its
 * run; what they stand for stands beside them.
 */
function isOfItsTime(path: string): boolean {
  return /(?:^|\/)\.git\/(?:index|rivulet-clone)$/.test(path)
}

/** The calls that were approved, each of which can be done once. */
function approvedCalls(task: string, recorded: readonly PortCall[]) {
  const left = recorded
    .filter(({ held }) => held !== undefined)
    .map((call, at) => ({ id: entryId(task, at), call }))
  const hashes = new Map<PortCall, Promise<string>>()
  const hashOf = (call: PortCall): Promise<string> => {
    const hash = hashes.get(call) ?? requestHash(call.port, call.what, [call.held?.with])
    hashes.set(call, hash)
    return hash
  }
  return {
    /** Takes the approval of exactly this call; undefined where there is none. */
    async take(port: string, what: string, asked: Json): Promise<string | undefined> {
      const hash = await requestHash(port, what, [asked])
      for (const [at, { id, call }] of left.entries()) {
        if (call.port !== port || call.what !== what || (await hashOf(call)) !== hash) continue
        left.splice(at, 1)
        return id
      }
      return undefined
    },
    /** What was approved of the kind, though it is not the same. */
    next: (port: string, what: string): Json =>
      left.find(({ call }) => call.port === port && call.what === what)?.call.held?.with ?? null,
  }
}

const readingFiles = ["read", "readText", "readStream", "info", "list"]

/** Ports that answer as they did before, where that was real and is still so. */
function knownAnswers(
  ports: Partial<Ports>,
  { before, changes, cassette }: Stance,
  recorded: readonly PortCall[],
  overlay: OverlayHome,
): Partial<Ports> {
  const own = createCallStock(
    before.filter(({ problem, held }) => problem === undefined && held === undefined),
  )
  const theirs = createCallStock(
    recorded.filter(({ held, simulated, lost }) => held === undefined && simulated !== true && lost !== true),
  )
  const changedThen = cassette === null ? new Map() : changesIn(cassette)
  const isChanged = (path: unknown): boolean =>
    typeof path !== "string" || changes.has(path) || changedThen.has(path) || overlay.hasTouched(path)
  const mayServe = (port: string, what: string, [first]: readonly unknown[]): boolean => {
    if (port === "http" || port === "ai") return true
    if (port !== "files" || !readingFiles.includes(what)) return false
    return what === "list" ? changes.size === 0 && changedThen.size === 0 : !isChanged(first)
  }
  const served = ["http", "ai", "notify", "events", "files"]
  return aroundPorts(ports, ({ port, what, asked, perform }) => {
    if (promptPorts.includes(port)) {
      const said = theirs.take(port, what, plainRequest(asked))
      return said === undefined ? perform() : fromPortJson(said.answer)
    }
    if (!served.includes(port)) return perform()
    return requestHash(port, what, asked).then(hash => {
      const mine = port === "files" ? undefined : own.take(port, what, hash)
      const known = mine ?? (mayServe(port, what, asked) ? theirs.take(port, what, hash) : undefined)
      return known === undefined ? perform() : serveCall(known, asked)
    })
  })
}

/** Does the changes, unless something has changed underneath since they were approved. */
async function applyChanges(
  home: FileHome,
  overlay: OverlayHome,
  ticked: readonly RecordedChange[],
  { cassette, changes }: Stance,
): Promise<Result<void, Problem>> {
  const approved = cassette === null ? null : changesIn(cassette)
  const paths: string[] = []
  for (const { path, after } of ticked) {
    const mine = changes.get(path)
    const expected = mine?.applied === true ? mine.after : approved?.get(path)?.before
    const now = await stateIn(home, path)
    if (!now.ok) return now
    if (expected !== undefined && now.value !== hashIn(expected) && now.value !== hashIn(after)) {
      const isLeftOut = mine !== undefined && mine.applied === undefined
      return err(
        isLeftOut && cassette !== null && isStateOf(cassette, path, now.value)
          ? buildsOnLeftOut(path)
          : changedUnderneath(path),
      )
    }
    if (now.value !== hashIn(after)) paths.push(path)
  }
  return paths.length === 0 ? ok(undefined) : overlay.apply(paths)
}
