import { useState } from "react"
import { useLocation } from "wouter"
import { t } from "../language/t.ts"
import { own } from "../lib/json.ts"
import type { TestCase } from "../model/testCase.ts"
import { workflowName } from "../model/workflowName.ts"
import { useRunAccess } from "../runs/runsContext.ts"
import { useToasts } from "../ui/Toast.tsx"
import { download } from "./download.ts"
import type { ImportItem } from "./imports.ts"
import { useServices } from "./services.ts"
import type { KeptWorkflow } from "./stores.ts"
import { whyNotWritten } from "./whyNotWritten.ts"

/** What can be done with workflows as a whole: made, brought in, copied, taken out. */
export function useLibrary() {
  const { workflows, marks, knownKinds, templateTexts, trial, wish, plugins } = useServices()
  const toasts = useToasts()
  const [, go] = useLocation()
  const { tests } = useRunAccess()
  const [testsBeside, setTests] = useState<ReadonlyMap<string, readonly TestCase[]>>(new Map())
  const [pending, setPending] = useState<readonly ImportItem[] | null>(null)

  /** Reading and editing files is loaded with the first of them, and not with the list. */
  const loadImports = () => import("./imports.ts")
  const takenIds = async () => (await workflows.all()).map(row => row.id)

  async function add(items: readonly ImportItem[]): Promise<boolean> {
    const { draftOf } = await import("./draft.ts")
    const catalogue = await knownKinds()
    const written = await workflows.write(items.map(item => draftOf(item.file, catalogue)))
    if (written.ok) return true
    toasts.show({ say: whyNotWritten(written.error) })
    return false
  }

  async function addAndOpen(fileName: string, text: string, before = (_id: string) => {}) {
    const { readImports } = await loadImports()
    const items = readImports([{ fileName, text }], await takenIds())
    const [item] = items
    if (!item || !(await add(items))) return
    before(item.id)
    go(`/w/${item.id}`)
  }

  return {
    /** The files that wait for a yes, or that were refused. */
    pending,
    dismissImport: () => setPending(null),

    async create(before?: (id: string) => void) {
      const { writeWorkflow } = await import("../format/write.ts")
      const { emptyWorkflow } = await import("../model/workflow.ts")
      const workflow = {
        ...emptyWorkflow("new-workflow", t`New workflow`),
        triggers: [{ id: "by_hand", type: "manual" }],
      }
      await addAndOpen(t`new workflow`, writeWorkflow(workflow), before)
    },

    /** Makes a workflow that a model is to propose something for, as these words say. */
    async describe(words: string) {
      await this.create(id => wish.want(id, words))
    },

    /** Brings files in, all or none. What should be seen first is shown first. */
    async importFiles(files: Iterable<File>) {
      const all = await Promise.all(
        [...files].map(async file => ({ fileName: file.name, text: await file.text() })),
      )
      const { isTestFile, readImports, readTestFiles } = await loadImports()
      const items = readImports(
        all.filter(({ fileName }) => !isTestFile(fileName)),
        await takenIds(),
        await knownKinds(),
      )
      if (items.length === 0) return
      const beside = readTestFiles(
        all.filter(({ fileName }) => isTestFile(fileName)),
        items,
      )
      setTests(beside)
      const asks = (item: ImportItem) => item.refusals.length + item.strange.length > 0 || item.isRenamed
      if (items.some(asks)) return setPending(items)
      await this.confirmImport(items, beside)
    },

    async confirmImport(items: readonly ImportItem[], beside = testsBeside) {
      setPending(null)
      if (!(await add(items))) return
      for (const [id, cases] of beside) await tests.put(id, cases)
      if (items.length === 1) go(`/w/${items[0]?.id}`)
      else toasts.show({ say: t`${items.length} workflows imported` })
    },

    async startFrom(id: string) {
      const text = own(await templateTexts(), id)
      if (text !== undefined) await addAndOpen(id, text)
    },

    /** Makes a workflow of a template, opens it, and lets it run in the sandbox at once. */
    async tryOut(id: string) {
      const text = own(await templateTexts(), id)
      if (text !== undefined) await addAndOpen(id, text, trial.want)
    },

    async duplicate(row: KeptWorkflow) {
      const { readImports } = await loadImports()
      const { editFile } = await import("../format/file.ts")
      const items = readImports([{ fileName: row.id, text: row.text }], await takenIds()).map(item => {
        const { workflow } = item.file
        const name = t`${workflowName(workflow)} (copy)`
        return { ...item, file: editFile(item.file, { ...workflow, name: name.slice(0, 200) }) }
      })
      if (await add(items)) toasts.show({ say: t`Copy made` })
    },

    /** Each workflow as its file, and beside it its tests where it has any. */
    async exportFiles(rows: readonly KeptWorkflow[]) {
      const { exportedText } = await import("./plugins/exportedText.ts")
      for (const { id, text } of rows) {
        download(`${id}.rivulet.yaml`, await exportedText(text, plugins))
        const cases = await tests.read(id)
        if (cases.length > 0) download(`${id}.test.json`, await writtenTests(cases))
      }
    },

    async remove(rows: readonly KeptWorkflow[], name: string) {
      const removed: KeptWorkflow[] = []
      for (const { id } of rows) {
        const row = await workflows.remove(id)
        if (row) removed.push(row)
      }
      if (removed.length === 0) return
      toasts.show({
        say: removed.length === 1 ? t`${name} deleted` : t`${removed.length} workflows deleted`,
        action: {
          label: t`Undo`,
          run() {
            for (const row of removed) void workflows.restore(row)
          },
        },
      })
    },

    /** Puts workflows aside, or back into the list. */
    async archive(rows: readonly KeptWorkflow[], isArchived: boolean, name: string) {
      const ids = rows.map(({ id }) => id)
      await marks.set(ids, { isArchived })
      const what = ids.length === 1 ? name : t`${ids.length} workflows`
      toasts.show({
        say: isArchived ? t`${what} archived` : t`${what} back in the list`,
        action: { label: t`Undo`, run: () => void marks.set(ids, { isArchived: !isArchived }) },
      })
    },

    async favour(rows: readonly KeptWorkflow[], isFavourite: boolean) {
      await marks.set(
        rows.map(({ id }) => id),
        { isFavourite },
      )
    },
  }
}

async function writtenTests(cases: readonly TestCase[]): Promise<string> {
  const { writeTestFile } = await import("../model/testCase.ts")
  return writeTestFile(cases)
}

/** What people can do with a workflow as a whole. */
export type Library = ReturnType<typeof useLibrary>
