import type { Grant } from "../model/grants.ts"
import type { Ports, TablesPort } from "../model/ports.ts"
import { createSeen } from "./createSeen.ts"
import { createWebCrypto } from "./crypto/webCrypto.ts"
import { createEventBus, type EventBus } from "./events/eventBus.ts"
import { createFiles } from "./files/files.ts"
import { createNodeHome } from "./files/nodeHome.ts"
import { givenWithTheWorkspace, grantedPorts, reachOf } from "./grants/grantedPorts.ts"
import { createNodeHttp } from "./http/nodeHttp.ts"
import { createTerminalNotify, type TerminalNotifyParts } from "./notify/terminalNotify.ts"
import { createOutbox, heldPorts, type Outbox } from "./overlay/outbox.ts"
import { createOverlayHome, type OverlayHome } from "./overlay/overlayHome.ts"
import type { SecretSource } from "./secrets/secretSource.ts"
import { createNodeShell } from "./shell/nodeShell.ts"
import { createOverlayTables, type OverlayTables } from "./tables/overlayTables.ts"

/** What the ports of the terminal are handed. */
export interface NodePortsParts {
  /** The folder that is the workspace. */
  readonly workspace: string
  /** What was granted besides the workspace itself. */
  readonly grants: () => readonly Grant[]
  /** What would change anything is kept apart: files in an overlay, the rest in an outbox. */
  readonly sandbox?: boolean
  readonly clock: { now(): number; readonly timezone: string }
  /** Shows lines to the person at the terminal. */
  readonly notifyTo: (text: string) => void
  readonly secrets: SecretSource
  readonly tables: TablesPort
  /** What commands may see of the environment is taken from this. */
  readonly environment: { readonly [name: string]: string | undefined }
  /** Where messages of chats go; shown as lines if left out. */
  readonly transcript?: TerminalNotifyParts["transcript"]
  readonly events?: EventBus
  /** Ports that are made elsewhere (models, git, code): they stand behind the same grants and the same outbox. */
  readonly others?: (place: NodePlace) => Partial<Ports>
}

/** The attempt that ports serve. */
export interface NodePlace {
  readonly step: string
  readonly key: string
}

/** The ports of runs in the terminal. */
export interface NodePorts {
  /** The ports of one attempt. */
  readonly ports: (place: NodePlace) => { readonly ports: Partial<Ports> }
  readonly events: EventBus
  /** What a sandbox run would have changed and done; null where runs are live. */
  readonly sandbox: {
    readonly overlay: OverlayHome
    readonly tables: OverlayTables
    readonly outbox: Outbox
  } | null
}

/** Makes the ports of runs in the terminal, each behind its grants. */
export function createNodePorts(parts: NodePortsParts): NodePorts {
  const { clock, secrets, notifyTo, events = createEventBus() } = parts
  const grants = (): readonly Grant[] => [...givenWithTheWorkspace, ...parts.grants()]
  const folder = createNodeHome(parts.workspace)
  const sandbox = parts.sandbox
    ? {
        overlay: createOverlayHome(folder, () => clock.now()),
        tables: createOverlayTables(parts.tables),
        outbox: createOutbox(),
      }
    : null
  const files = createFiles(sandbox?.overlay ?? folder)
  const http = createNodeHttp({ mayReach: reachOf(grants), secrets })
  const shell = createNodeShell({ folder: parts.workspace, environment: parts.environment })
  const tables = sandbox?.tables.tables ?? parts.tables
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
    sandbox,
    ports(place) {
      const real: Partial<Ports> = {
        files,
        http,
        shell,
        tables,
        crypto: signing,
        notify: createTerminalNotify(notifyParts, place.key),
        events: events.port(place.key),
        clock: { now: () => clock.now(), timezone: clock.timezone },
        ...parts.others?.(place),
      }
      // What is held is not done, and so asks for no grant; what passes does.
      const granted = grantedPorts(real, grants)
      return { ports: sandbox ? heldPorts(granted, sandbox.outbox, place) : granted }
    },
  }
}
