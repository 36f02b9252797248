import type { RunEvent } from "../engine/core/event.ts"
import type { PinnedWorkflow, Workflows } from "../engine/loop/loopParts.ts"
import type { Journal } from "../model/journal.ts"
import { parseWorkflow } from "../model/parse.ts"
import type { Workflow } from "../model/workflow.ts"
import { hashOf } from "./largeValues.ts"

/** Workflows as runs keep them. */
export interface Pins {
  /** The journal, which puts a run's workflow beside its first event, in one commit. */
  readonly journal: Journal<RunEvent>
  readonly workflows: Workflows
  /** The workflow under the hash of its text. */
  pin(workflow: Workflow): Promise<PinnedWorkflow & { readonly hash: string }>
}

/**
 * Keeps with each run the workflow that it was started with, so that it ends with that one, whatever is edited
 * meanwhile. Runs of one workflow share its text.
 */
export function createPins(
  journal: Journal<RunEvent>,
  latest: (id: string) => Promise<Workflow | undefined>,
): Pins {
  const texts = new Map<string, string>()
  const pin: Pins["pin"] = async workflow => {
    const text = JSON.stringify(workflow)
    const hash = await hashOf(text)
    texts.set(hash, text)
    return { workflow, hash }
  }
  return {
    pin,
    journal: {
      ...journal,
      create(summary, events, commit) {
        const [first] = events
        const hash = first?.type === "run.started" ? first.workflow : undefined
        const text = hash === undefined ? undefined : texts.get(hash)
        if (hash === undefined || text === undefined) return journal.create(summary, events, commit)
        return journal.create(summary, events, {
          ...commit,
          blobs: [...(commit?.blobs ?? []), { hash, text }],
        })
      },
    },
    workflows: {
      async latest(id) {
        const workflow = await latest(id)
        return workflow === undefined ? undefined : pin(workflow)
      },
      async pinned(hash) {
        const text = hash === undefined ? undefined : (texts.get(hash) ?? (await journal.blob(hash)))
        return text === undefined ? undefined : parseWorkflow(JSON.parse(text)).workflow
      },
    },
  }
}
