import { createTwin, type Twin } from "../app/twin/twin.ts"
import { createTwinFiles } from "../app/twin/twinFiles.ts"
import type { Catalogue } from "../model/catalogue.ts"
import type { Database } from "../storage/database.ts"
import { createTwinStore } from "../storage/twin.ts"
import { createVersions } from "../storage/versions.ts"
import { createWorkflows } from "../storage/workflows.ts"
import { createPageTwin } from "./pageTwin.ts"

/** Begins to keep the folder that was picked in step with the workflows, as long as the page lives. */
export function startTwin(database: Database, catalogue: Catalogue, page: Window): Twin {
  const store = createTwinStore(database)
  const versions = createVersions(database, Date.now)
  const twin = createTwin({
    home: createPageTwin(store, page, page.navigator.locks),
    workflows: createWorkflows(database, Date.now),
    agreements: store.agreements,
    keepVersion: (workflow, text, name) => versions.keep(workflow, { text, name, note: "", publish: false }),
    files: createTwinFiles(catalogue),
    locks: page.navigator.locks,
    now: Date.now,
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
    every(milliseconds, run) {
      const timer = setInterval(run, milliseconds)
      return () => clearInterval(timer)
    },
  })
  twin.start()
  return twin
}
