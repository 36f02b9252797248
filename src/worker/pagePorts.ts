import type { LoopParts, Outside } from "../engine/loop/loopParts.ts"
import { type Grant, grantMissing, grantOfAddress, parseGrant } from "../model/grants.ts"
import { coversAddress } from "../model/hostPattern.ts"
import type { LargeFiles } from "../model/largeFiles.ts"
import type { AiPort, CryptoPort, EventsPort, HttpPort } from "../model/ports.ts"
import { createWebCrypto } from "../ports/crypto/webCrypto.ts"
import { createEventBus, type Emitted, type EventBus } from "../ports/events/eventBus.ts"
import { createFiles } from "../ports/files/files.ts"
import type { FileHome } from "../ports/files/home.ts"
import { createKeyedFiles } from "../ports/files/keyedFiles.ts"
import { createGit } from "../ports/git/git.ts"
import { grantedPorts } from "../ports/grants/grantedPorts.ts"
import { createFrameHttp } from "../ports/http/frame/frameHttp.ts"
import { createFrameLines, type FrameLines, type OpenFrame } from "../ports/http/frame/frameLines.ts"
import { createPageHttp } from "../ports/http/frame/pageHttp.ts"
import { createJobs } from "../ports/jobs/jobs.ts"
import { modedPorts } from "../ports/modes/modedPorts.ts"
import { createPageNotify, webhookHosts } from "../ports/notify/pageNotify.ts"
import { createCodePort } from "../ports/sandbox/codePort.ts"
import type { GuestTime } from "../ports/sandbox/protocol.ts"
import type { Sandbox } from "../ports/sandbox/sandbox.ts"
import { createBuiltInShell } from "../ports/shell/builtInShell.ts"
import { createDexieTables } from "../ports/tables/dexieTables.ts"
import type { Database } from "../storage/database.ts"
import type { FolderStore } from "../storage/folders.ts"
import { createGrantStore } from "../storage/grants.ts"
import type { Channel } from "./calls.ts"
import { chosenProxy } from "./chosenProxy.ts"
import { givenHere, givenInShared } from "./givenHere.ts"
import { createJobThreads } from "./jobThreads.ts"
import type { Page } from "./page.ts"
import { createKeptNotes, createWorkspace } from "./workspaces.ts"

/** The ports of a page: its private workspace, events between its runs, and user code behind its walls. */
export function createPagePorts(parts: {
  readonly database: Database
  readonly folders: Pick<FolderStore, "all">
  readonly large: LargeFiles
  readonly page: Page | null
  readonly ai: AiPort
  readonly sandbox: () => Sandbox
  readonly time: () => GuestTime
  /** The events port of an attempt, by its key. */
  readonly events: (key: string) => EventsPort
}): LoopParts["ports"] {
  const { database, events, page, ai } = parts
  const code = createCodePort(parts)
  // Without a page there are no secrets to sign with.
  const here = createWebCrypto({ subtle: crypto.subtle, secret: async () => undefined })
  const signing: CryptoPort = page
    ? { digest: here.digest, sign: asked => page.sign(asked), verify: asked => page.verify(asked) }
    : here
  const jobs = createJobs({ spawn: createJobThreads() })
  const now = () => parts.time().now
  const grantStore = createGrantStore(database)
  const proxy = chosenProxy(database)
  const lines = page && createFrameLines(openFrameOf(page))
  const keyedFiles = createKeyedFiles(createKeptNotes(database))
  return ({ key, name, stance, run, workflow }, basic) => {
    const { home, files, staged, isShared } = createWorkspace(parts, workflow, now)
    const rows = createDexieTables(database.kept)
    const grants = async () => {
      const given = (await isShared()) ? givenInShared : givenHere
      return [...given, ...readGrants(await grantStore.of(workflow))]
    }
    const http = lines && createPageHttp({ grants, lines, proxy })
    const messages = createPageNotify({
      ...{ key, run, workflow, now },
      post: lines === null ? undefined : service => postOver(lines, service),
    })
    // What is held is not done, and so asks for no grant; what passes does.
    const outward = grantedPorts(
      { ai, crypto: signing, notify: messages.notify, ...(http && { http }) },
      grants,
    )
    const inside = { code, events: events(key), jobs, tables: rows.tables }
    const others = { ...basic, ...outward, ...inside }
    const over = (home: FileHome) => {
      const onFiles = { home, jobs, now, ...(http && { http }) }
      const git = createGit({ ...onFiles, key })
      // This shell can do no more than the ports that it is made of, so it asks for no grant of its own.
      return {
        ...grantedPorts({ files: createFiles(home), git }, grants),
        shell: createBuiltInShell(onFiles),
      }
    }
    const onHome = (noted: FileHome) => ({
      ...over(noted),
      ...grantedPorts({ files: files(keyedFiles, key, noted) }, grants),
    })
    const live = { home, over, onHome, others }
    const moded = modedPorts(name, stance, live, { key, now, warn: console.warn, pace })
    return { ...moded, staged: () => [...staged(), ...rows.staged(), ...messages.staged()] }
  }
}

/** Requests to the hosts of a service alone, and not to where it sends on to. */
function postOver(lines: FrameLines, service: keyof typeof webhookHosts): HttpPort {
  const hosts = webhookHosts[service]
  return createFrameHttp({
    line: () => lines.to(hosts),
    mayReach: address =>
      hosts.some(pattern => coversAddress(pattern, address)) ? null : grantMissing(grantOfAddress(address)),
  })
}

function pace(milliseconds: number): Promise<void> {
  return new Promise(go => setTimeout(go, milliseconds))
}

/** Opens run frames in the page. */
export function openFrameOf(page: Page): OpenFrame {
  return async sources => {
    const { frame, port } = await page.openFrame(sources)
    return { port, close: () => void page.closeFrame(frame) }
  }
}

/** What is stored is read again: a grant that this version does not know grants nothing. */
function readGrants(texts: readonly string[]): Grant[] {
  return texts.flatMap(text => {
    const grant = parseGrant(text)
    return grant.ok ? [grant.value] : []
  })
}

/** Named events of steps, heard by every run of every tab that waits for them. */
export function createEventLine(channel: Channel): {
  readonly port: (key: string) => EventsPort
  readonly outside: Outside
  /** The events of this tab alone. */
  readonly bus: EventBus
} {
  const bus = createEventBus()
  const elsewhere = new Set<(event: Emitted) => void>()
  bus.listen(null, event => channel.postMessage({ emitted: event }))
  channel.addEventListener("message", message => {
    const { data } = message as MessageEvent<{ readonly emitted?: Emitted } | null>
    if (data?.emitted !== undefined) for (const hear of elsewhere) hear(data.emitted)
  })
  return {
    bus,
    port: bus.port,
    outside: {
      listen(_, wait, answer) {
        if (wait.for !== "event") return () => {}
        const hear = ({ name, value }: Emitted): void => {
          if (name === wait.name) answer({ value })
        }
        elsewhere.add(hear)
        const end = bus.listen(wait.name, hear)
        return () => {
          end()
          elsewhere.delete(hear)
        }
      },
    },
  }
}
