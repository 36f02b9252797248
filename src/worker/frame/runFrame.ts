import { isSource } from "../../ports/http/frame/frameSources.ts"
import workerUrl from "./frameWorker.ts?worker&url"

/*
 * The script of `run-frame.html`. The page that made the frame says which hosts were granted. A policy that names
 * them is put into the frame before its worker is started from a blob, for only such a worker inherits it: from then
 * on neither the worker nor anyone else in the frame can reach another host, whatever the code does.
 */

/** What the page tells the frame, with two ports: to whoever asks, and to the vault. */
export interface FrameOrder {
  readonly sources: readonly string[]
}

addEventListener("message", function hear(event: MessageEvent<FrameOrder>) {
  if (event.source !== parent || event.origin !== location.origin || parent === self) return
  removeEventListener("message", hear)
  const [asker, vault] = event.ports
  if (asker === undefined || vault === undefined || !event.data.sources.every(isSource)) return
  narrow(event.data.sources)
  const worker = startWorker()
  worker.onerror = ({ message }) => parent.postMessage({ failed: message || "its worker" }, location.origin)
  worker.onmessage = () => {
    worker.postMessage({ asker, vault }, [asker, vault])
    parent.postMessage("started", location.origin)
  }
})
parent.postMessage("listening", location.origin)

function narrow(sources: readonly string[]): void {
  const policy = document.createElement("meta")
  policy.httpEquiv = "Content-Security-Policy"
  policy.content = `connect-src ${sources.join(" ") || "'none'"}`
  document.head.append(policy)
}

/** The worker, from a text that loads it: where the frame's policy wants to know who makes scripts, this says so. */
function startWorker(): Worker {
  const source = `import ${JSON.stringify(new URL(workerUrl, location.href).href)}`
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }))
  const policy = trustedTypesHere()?.createPolicy("run-frame", { createScriptURL: text => text })
  return new Worker((policy?.createScriptURL(url) ?? url) as string, { type: "module", name: "frame" })
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): unknown }
}

function trustedTypesHere(): TrustedTypes | undefined {
  return (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
}
