import { canonicalJson } from "../lib/canonicalJson.ts"
import type { Json } from "../lib/json.ts"
import type { Workflow } from "./workflow.ts"

/** The hash by which one knows whether a workflow does what another does: where its boxes stand makes no difference. */
export async function workflowHash(workflow: Workflow): Promise<string> {
  const { layout: _, notes: _notes, frames: _frames, ...acts } = workflow
  const bytes = new TextEncoder().encode(canonicalJson(acts as unknown as Json))
  const digest = await crypto.subtle.digest("SHA-256", bytes)
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, "0")).join("")
}
