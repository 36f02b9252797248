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
 * Keeps with each run the workflow that it was started with and the plugins that this uses, so that it ends with those,
 * whatever is edited and installed meanwhile. Runs of one workflow share its text.
 */
export function createPins(
  journal: Journal<RunEvent>,
  latest: (id: string) => Promise<Workflow | undefined>,
  pluginText: (hash: string) => string | undefined = () => undefined,
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
        if (first?.type !== "run.started") return journal.create(summary, events, commit)
        const { workflow, plugins = [] } = first
        const kept = [
          ...(workflow === undefined ? [] : [{ hash: workflow, text: texts.get(workflow) }]),
          ...plugins.map(({ hash }) => ({ hash, text: pluginText(hash) })),
        ].flatMap(({ hash, text }) => (text === undefined ? [] : [{ hash, text }]))
        return journal.create(summary, events, { ...commit, blobs: [...(commit?.blobs ?? []), ...kept] })
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
