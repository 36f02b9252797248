import { createNoticeClicks, type OpenPage } from "./noticeClicks.ts"
import type { Answered, FromPage, NoticeData, ToPage } from "./noticeMessages.ts"
import { createShell, type ShellFiles } from "./shell.ts"

/* The entry of the service worker: keeps the page's files, and hears what people click on the system's notifications. */

/** What the build puts before this text: see `dev/shellFiles.ts`. */
declare const builtShell: ShellFiles

interface Work extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface Client {
  readonly frameType: string
  readonly url: string
  focus(): Promise<unknown>
  postMessage(message: ToPage, ports: readonly MessagePort[]): void
}

/** As much of a service worker's realm as is used here; the page's types do not know it. */
interface ServiceScope {
  readonly registration: ServiceWorkerRegistration
  readonly caches: CacheStorage
  readonly clients: {
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<readonly Client[]>
    openWindow(address: string): Promise<unknown>
    claim(): Promise<void>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: "install" | "activate", hear: (event: Work) => void): void
  addEventListener(type: "message", hear: (event: MessageEvent<FromPage | null>) => void): void
  addEventListener(
    type: "fetch",
    hear: (event: Work & { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void
  addEventListener(
    type: "notificationclick",
    hear: (event: Work & { readonly notification: Notification; readonly action: string }) => void,
  ): void
}

const scope = self as unknown as ServiceScope
const root = scope.registration.scope

function after(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds)
  return () => clearTimeout(timer)
}

const shell = createShell({
  ...builtShell,
  ...{ root, after, caches: scope.caches, fetch: (...given) => fetch(...given) },
})

const clicks = createNoticeClicks({
  after,
  async pages() {
    const all = await scope.clients.matchAll({ type: "window", includeUncontrolled: true })
    // The frames that requests of runs leave from are windows too.
    return all.filter(({ frameType }) => frameType !== "nested").map(pageOf)
  },
  openPage: async address => void (await scope.clients.openWindow(`${root}#${address}`)),
  show: (title, body, data) => scope.registration.showNotification(title, { body, data }),
})

function pageOf(client: Client): OpenPage {
  return {
    say: (message, within) =>
      new Promise(go => {
        const { port1, port2 } = new MessageChannel()
        const callOff = after(within, () => end(undefined))
        const end = (answered: Answered | undefined): void => {
          callOff()
          port1.close()
          go(answered)
        }
        port1.onmessage = ({ data }) => end(data as Answered)
        client.postMessage(message, [port2])
      }),
    focus: async () => void (await client.focus()),
  }
}

// A new version takes over at once: pages ask for the newest page themselves, and files of the old one stay.
scope.addEventListener("install", event => event.waitUntil(shell.keep().then(() => scope.skipWaiting())))
scope.addEventListener("activate", event => event.waitUntil(shell.tidy().then(() => scope.clients.claim())))
scope.addEventListener("fetch", event => {
  const answer = shell.answer(event.request)
  if (answer !== undefined) event.respondWith(answer)
})
scope.addEventListener("notificationclick", event => {
  event.notification.close()
  event.waitUntil(clicks.clicked(event.notification.data as NoticeData, event.action))
})
scope.addEventListener("message", ({ data }) => {
  if (data?.notice === "listens") clicks.pageListens()
})
