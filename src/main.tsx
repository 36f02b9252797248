import { catalogue, icons } from "virtual:catalogue"
import { templates } from "virtual:templates"
import { StrictMode } from "react"
import { I18nProvider } from "react-aria-components"
import { createRoot } from "react-dom/client"
import { App } from "./app/App.tsx"
import { download } from "./app/download.ts"
import { ServicesContext } from "./app/services.ts"
import { createKeymap } from "./editor/keymap.ts"
import { IconsContext } from "./editor/StepIcon.tsx"
import { must } from "./lib/assert.ts"
import { own } from "./lib/json.ts"
import { type Runs, RunsContext } from "./runs/runsContext.ts"
import { createDatabase } from "./storage/database.ts"
import { createVersions } from "./storage/versions.ts"
import { createWorkflows } from "./storage/workflows.ts"
import { createPageMemory } from "./ui/pageMemory.ts"
import { createToasts, ToastArea, ToastsContext } from "./ui/Toast.tsx"
import { createTheme } from "./ui/theme.ts"
import { createEngineClient } from "./worker/engineClient.ts"
import { createPage } from "./worker/page.ts"
import "./ui/tokens.css"

/* Wires everything: the one place that opens the database, makes the stores and hands them to the pages. */

const toasts = createToasts()
const database = createDatabase()
const versions = createVersions(database, Date.now)
const services = {
  workflows: createWorkflows(database, Date.now),
  versionsOf: (workflow: string) => ({
    watch: (hear: Parameters<typeof versions.watch>[1]) => versions.watch(workflow, hear),
    keep: (version: Parameters<typeof versions.keep>[1]) => versions.keep(workflow, version),
  }),
  catalogue,
  theme: createTheme(window),
  keymap: createKeymap(createPageMemory(window, "rivulet.keys")),
  templates,
  templateTexts: async () => (await import("virtual:template-texts")).texts,
  now: Date.now,
}

const runs: Runs = {
  service: createEngineClient({
    spawn: () => new Worker(new URL("./worker/engineWorker.ts", import.meta.url), { type: "module" }),
    page: createPage({ document, secrets: { find: async () => undefined } }),
    locks: navigator.locks,
    newId: () => crypto.randomUUID(),
  }),
  kinds: (kind: string) => own(catalogue.kinds, kind),
  catalogue,
  now: Date.now,
  save: download,
  remembered: key => createPageMemory(window, `rivulet.run.${key}`),
}

createRoot(must(document.getElementById("root"), "the page's root")).render(
  <StrictMode>
    <I18nProvider locale="en-US">
      <ServicesContext value={services}>
        <RunsContext value={runs}>
          <IconsContext value={icons}>
            <ToastsContext value={toasts}>
              <App />
              <ToastArea toasts={toasts} />
            </ToastsContext>
          </IconsContext>
        </RunsContext>
      </ServicesContext>
    </I18nProvider>
  </StrictMode>,
)
