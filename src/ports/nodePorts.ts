import type { Json } from "../lib/json.ts"
import type { Grant } from "../model/grants.ts"
import type { JobsPort } from "../model/jobs.ts"
import type { FilesPort, Ports, TablesPort } from "../model/ports.ts"
import { liveStance, type Stance } from "../model/recording.ts"
import { createSeen } from "./createSeen.ts"
import { createWebCrypto } from "./crypto/webCrypto.ts"
import { createEventBus, type EventBus } from "./events/eventBus.ts"
import { createFiles } from "./files/files.ts"
import type { FileHome } from "./files/home.ts"
import { createNodeHome } from "./files/nodeHome.ts"
import { createGit } from "./git/git.ts"
import { gitAuthor } from "./git/gitAuthor.ts"
import { givenWithTheWorkspace, grantedPorts, reachOf } from "./grants/grantedPorts.ts"
import { createNodeHttp } from "./http/nodeHttp.ts"
import { type ModedPorts, modedPorts } from "./modes/modedPorts.ts"
import { createTerminalNotify, type TerminalNotifyParts } from "./notify/terminalNotify.ts"
import type { SecretSource } from "./secrets/secretSource.ts"
import { createBuiltInShell } from "./shell/builtInShell.ts"
import { createNodeShell } from "./shell/nodeShell.ts"

/** What the ports of the terminal are handed. */
export interface NodePortsParts {
  /** The folder that is the workspace. */
  readonly workspace: string
  /** What was granted besides the workspace itself. */
  readonly grants: () => readonly Grant[]
  readonly clock: { now(): number; readonly timezone: string }
  /** Shows lines to the person at the terminal. */
  readonly notifyTo: (text: string) => void
  readonly secrets: SecretSource
  /** Takes the values of secrets out of what is recorded. */
  readonly redact?: (value: Json) => Json
  readonly tables: TablesPort
  readonly jobs: JobsPort
  /** What commands may see of the environment is taken from this. */
  readonly environment: { readonly [name: string]: string | undefined }
  /** Where messages of chats go; shown as lines if left out. */
  readonly transcript?: TerminalNotifyParts["transcript"]
  readonly events?: EventBus
  /** The files of a live run, by the key of the effect, where they do more than the folder alone. */
  readonly keyedFiles?: (key: string, files: FilesPort) => FilesPort
  /** Ports that are made elsewhere (models, git, code): they stand behind the same grants and the same outbox. */
  readonly others?: (place: NodePlace) => Partial<Ports>
}

/** The attempt that ports serve. */
export interface NodePlace {
  readonly key: string
  /** The name of the task in its run, and how the run acts; live, where that is left out. */
  readonly name?: string
  readonly stance?: Stance
}

/** The ports of runs in the terminal. */
export interface NodePorts {
  /** The ports of one attempt. */
  readonly ports: (place: NodePlace, basic?: Partial<Ports>) => ModedPorts
  readonly events: EventBus
}

/** Makes the ports of runs in the terminal, each behind its grants. */
export function createNodePorts(parts: NodePortsParts): NodePorts {
  const { clock, secrets, notifyTo, events = createEventBus() } = parts
  const grants = (): readonly Grant[] => [...givenWithTheWorkspace, ...parts.grants()]
  const folder = createNodeHome(parts.workspace)
  const http = createNodeHttp({ mayReach: reachOf(grants), secrets })
  const [author, now] = [gitAuthor(parts.environment), () => clock.now()]
  /** The ports that work on files, over those of this home. */
  const over = (home: FileHome, key?: string) => {
    const onFiles = { home, now, author, jobs: parts.jobs }
    return { files: createFiles(home), git: createGit({ ...onFiles, http, key }), onFiles }
  }
  const { files } = over(folder)
  const shell = createNodeShell({ folder: parts.workspace, environment: parts.environment })
  const signing = createWebCrypto({
    subtle: globalThis.crypto.subtle,
    secret: async name => (await secrets.find(name))?.value,
  })
  const notifyParts: TerminalNotifyParts = {
    write: notifyTo,
    files,
    secrets,
    http: mayReach => createNodeHttp({ mayReach, secrets }),
    transcript: parts.transcript ?? {
      append: async ({ session, text }) => {
        notifyTo(`${session}: ${text}\n`)
        return { ok: true, value: undefined }
      },
    },
    now: () => clock.now(),
    seen: createSeen(),
  }

  return {
    events,
    ports(place, basic) {
      const { key, name = key, stance = liveStance } = place
      // What is held is not done, and so asks for no grant; what passes does.
      const granted = (ports: Partial<Ports>) => grantedPorts(ports, grants)
      return modedPorts(
        name,
        stance,
        {
          home: folder,
          over(home, instead) {
            const { files, git, onFiles } = over(home, key)
            return { ...granted({ files, git }), shell: createBuiltInShell({ ...onFiles, instead }) }
          },
          onHome(home) {
            const { files, git } = over(home, key)
            return granted({ files: parts.keyedFiles?.(key, files) ?? files, git })
          },
          others: granted({
            ...{ http, shell, jobs: parts.jobs, events: events.port(key) },
            ...{ tables: parts.tables, crypto: signing },
            notify: createTerminalNotify(notifyParts, key),
            clock: { now: () => clock.now(), timezone: clock.timezone },
            ...basic,
            ...parts.others?.(place),
          }),
        },
        { key, now: () => clock.now(), redact: parts.redact, warn: say => notifyTo(`${say}\n`) },
      )
    },
  }
}
