import type { Json } from "../../lib/json.ts"
import type { Spent } from "../../model/budget.ts"
import type { Ports, ShellPort } from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import type { Difference, PortCall, RecordedChange, Stance } from "../../model/recording.ts"
import { type Metered, meteredPorts } from "../budget/meteredPorts.ts"
import type { FileHome } from "../files/home.ts"
import { heldPorts, heldRemotes, holdAll } from "../overlay/outbox.ts"
import { createOverlayHome } from "../overlay/overlayHome.ts"
import { aroundPorts } from "../recording/portCalls.ts"
import { requestHash } from "../recording/portJson.ts"
import { recordedPorts } from "../recording/recordedPorts.ts"
import { type CallStock, createCallStock, replayedPorts, serveCall } from "../recording/replayedPorts.ts"
import { applyingPorts } from "./applyingPorts.ts"
import { changesSince } from "./fileStates.ts"
import { createNotedHome } from "./notedHome.ts"
import { sandboxAi } from "./sandboxAi.ts"
import { beneathNow } from "./seenChanges.ts"

/*
 * How a run acts, whatever it does: around the same live ports stand others, of which a step knows nothing.
 *
 *     live      every answer is recorded
 *     sandbox   files are kept apart; what would change the world is held; models are simulated
 *     replay    nobody is asked: what was recorded answers
 *     applying  what was ticked of a sandbox run is done, and nothing else
 */

/** The live ports of one attempt, in the parts in which modes differ. */
export interface LivePorts {
  /** Where files really are. */
  readonly home: FileHome
  /**
   * The ports that work on files, over any home: files, git, the shell that Rivulet brings along; what that lacks a
   * tool for goes to the shell named besides.
   */
  readonly over: (home: FileHome, instead?: ShellPort) => Partial<Ports>
  /** Those of them that a live run has over its home, where they are more than `over`. */
  readonly onHome?: (home: FileHome) => Partial<Ports>
  readonly others: Partial<Ports>
}

/** What all modes are handed. */
export interface ModeParts {
  /** The key of the attempt. */
  readonly key?: string
  readonly now: () => number
  /** Takes the values of secrets out of what is recorded. */
  readonly redact?: ((value: Json) => Json) | undefined
  readonly warn?: (say: string) => void
  /** Replays take as long as the recorded answers took. */
  readonly pace?: (milliseconds: number) => Promise<void>
  /** Changes what a replay answers to a call of the named task: trials let one go wrong. */
  readonly spoil?: ((task: string, call: PortCall | undefined) => PortCall | undefined) | undefined
}

/** The ports of one attempt, and what they leave behind. */
export interface ModedPorts {
  readonly ports: Partial<Ports>
  /** What the attempt used of what costs money. */
  used?(): Metered | undefined
  ending(isDone: boolean): Promise<ModeEnding>
}

/** What the ports of an attempt leave behind: it is written with its outcome. */
export interface ModeEnding {
  readonly calls?: readonly PortCall[]
  readonly changes?: readonly RecordedChange[]
  readonly differs?: readonly Difference[]
  /** It stopped before more than this budget allows. */
  readonly spent?: Spent
  readonly problem?: Problem
}

/** The ports of an attempt of the task, as the run's mode has them. */
export function modedPorts(task: string, stance: Stance, live: LivePorts, parts: ModeParts): ModedPorts {
  if (stance.mode === "sandbox") return besidePorts(task, stance, live, parts)
  if (stance.mode === "replay") return fromRecording(task, stance, live, parts)
  if (stance.applies !== null) return applyingPorts(task, stance, live, parts)
  return actingPorts(stance, live, parts)
}

/** Of a run that changes more files than these, it is said which, and not what differs in the others. */
const mostShown = 200

function actingPorts({ before, mayAsk, changes }: Stance, live: LivePorts, parts: ModeParts): ModedPorts {
  const { ports: metered, used, spent } = meteredPorts(live.others, mayAsk)
  const own = before.filter(({ problem }) => problem === undefined)
  const home = createNotedHome(live.home, changes.size < mostShown)
  const acting = { ...(live.onHome ?? live.over)(home), ...metered }
  const told = own.length === 0 ? acting : toldAgain(acting, createCallStock(own))
  const { ports, calls } = recordedPorts(told, parts)
  const redact = (made: RecordedChange): RecordedChange =>
    parts.redact === undefined ? made : (parts.redact(made as unknown as Json) as unknown as RecordedChange)
  return {
    ports,
    used,
    async ending() {
      const made = (await home.changed()).map(redact)
      return { calls: await calls(), changes: made, ...spentBy(spent()) }
    },
  }
}

function spentBy(spent: Spent | undefined): ModeEnding {
  return spent === undefined ? {} : { spent }
}

/** What an attempt was answered that stopped before its budget was raised, it is not asked again. */
function toldAgain(ports: Partial<Ports>, stock: CallStock): Partial<Ports> {
  return aroundPorts(ports, ({ port, what, asked, perform }) => {
    if (!costing.includes(port)) return perform()
    return requestHash(port, what, asked).then(hash => {
      const known = stock.take(port, what, hash)
      return known === undefined ? perform() : serveCall(known, asked)
    })
  })
}

const costing = ["ai", "http"]

function besidePorts(task: string, stance: Stance, live: LivePorts, parts: ModeParts): ModedPorts {
  const { cassette, changes, models } = stance
  const overlay = createOverlayHome(live.home, parts.now, beneathNow(changes))
  const stock = createCallStock(cassette?.steps[task]?.attempts.flat() ?? [])
  const { ports: others, used, spent } = meteredPorts(live.others, stance.mayAsk)
  // The simulated model costs nothing, whatever the budget.
  const real = live.others.ai
  const ai = real && (models === "live" ? others.ai : sandboxAi(real, stock))
  const apart = heldPorts({ ...others, ...(ai && { ai }) }, holdAll, stance.heldRows)
  const held = { ...apart, ...heldRemotes(live.over(overlay, apart.shell)) }
  const { ports, calls } = recordedPorts(held, parts)
  return {
    ports,
    used,
    async ending(isDone) {
      const made = isDone ? await changesSince(overlay, live.home, changes) : []
      return { calls: await calls(), changes: made, ...spentBy(spent()) }
    },
  }
}

function fromRecording(task: string, stance: Stance, live: LivePorts, parts: ModeParts): ModedPorts {
  const { cassette, attempt, miss, changes } = stance
  const { spoil } = parts
  const attempts = cassette?.steps[task]?.attempts ?? []
  // What is asked although it was not recorded still changes nothing.
  const overlay = createOverlayHome(live.home, parts.now, beneathNow(changes))
  const apart = heldPorts(live.others, holdAll, stance.heldRows)
  const missed = { ...apart, ...heldRemotes(live.over(overlay, apart.shell)) }
  const served = replayedPorts(missed, {
    ...{ miss, warn: parts.warn ?? (() => {}), pace: parts.pace },
    stock: createCallStock(attempts[attempt] ?? attempts.at(-1) ?? []),
    spoil: spoil && (call => spoil(task, call)),
  })
  const { ports, calls } = recordedPorts(served, parts)
  return { ports, ending: async () => ({ calls: await calls() }) }
}
