import { templates } from "virtual:templates"
import { icons as triggerIcons } from "virtual:trigger-icons"
import { StrictMode } from "react"
import { I18nProvider } from "react-aria-components"
import { createRoot } from "react-dom/client"
import { App, BuilderPage } from "./app/App.tsx"
import { download } from "./app/download.ts"
import { createDrawn, namesBuilder, onceDrawn } from "./app/drawn.ts"
import { createDurability } from "./app/durability.ts"
import { tellOfMissingParts } from "./app/missingParts.ts"
import { openingAhead } from "./app/openingAhead.ts"
import { createInstalled, knownKinds } from "./app/plugins/installed.ts"
import { PluginsAround } from "./app/plugins/PluginsAround.tsx"
import { createTabs } from "./app/tabs.ts"
import { createTrial } from "./app/trial.ts"
import type { TriggerService } from "./app/triggerService.ts"
import type { Twin } from "./app/twin/twin.ts"
import { webhookIn } from "./app/webhookIn.ts"
import { createWish } from "./app/wish.ts"
import { PreviewContext } from "./editor/expression/previewService.ts"
import { createHabits } from "./editor/habits.ts"
import { createIconShelf } from "./editor/icons.ts"
import { createKeymap } from "./editor/keymap.ts"
import { IconsContext } from "./editor/StepIcon.tsx"
import { type Language, language, locales } from "./language/language.ts"
import { bringWords, languageFor, worded } from "./language/wordFiles.ts"
import { must } from "./lib/assert.ts"
import { once } from "./lib/once.ts"
import { RunsContext } from "./runs/runsContext.ts"
import { createAiSettings } from "./storage/aiSettings.ts"
import { createDatabase } from "./storage/database.ts"
import { createFolderStore } from "./storage/folders.ts"
import { createGrantStore } from "./storage/grants.ts"
import { createKeepSetting } from "./storage/keepSetting.ts"
import { createMarks } from "./storage/marks.ts"
import { createMessageStore } from "./storage/messages.ts"
import { createPluginStore } from "./storage/plugins.ts"
import { createProxyStore } from "./storage/proxy.ts"
import { createRollingBackup } from "./storage/rollingBackup.ts"
import { createSentinel } from "./storage/sentinel.ts"
import { createSwitches } from "./storage/switches.ts"
import { createTests } from "./storage/tests.ts"
import { createTrials } from "./storage/trials.ts"
import { createVault } from "./storage/vault/vault.ts"
import { createVersions, publishedOf } from "./storage/versions.ts"
import { createWorkflows } from "./storage/workflows.ts"
import { yieldToNewer } from "./storage/yieldToNewer.ts"
import { keepInStep } from "./ui/inStep.ts"
import { ignoreLatePresses } from "./ui/latePress.ts"
import { createPageMemory } from "./ui/pageMemory.ts"
import { createToasts, ToastArea, ToastsContext } from "./ui/Toast.tsx"
import { createTheme } from "./ui/theme.ts"
import { createEngineClient } from "./worker/engineClient.ts"
import { givenHere } from "./worker/givenHere.ts"
import { createPage } from "./worker/page.ts"
import { createPageFolders, openingFolders } from "./worker/pageFolders.ts"
import "./ui/tokens.css"

/* Wires everything: the one place that opens the database, makes the stores and hands them to the pages. */

const languageMemory = createPageMemory(window, "rivulet.language")
const words = bringWords(languageFor(languageMemory.read(), navigator.languages))

/** The catalogue in the language that is spoken. */
async function catalogueHere() {
  await words
  const { catalogue } = await (language() === "de"
    ? import("virtual:catalogue/de")
    : import("virtual:catalogue"))
  return catalogue
}

const toasts = createToasts()
const database = createDatabase()
yieldToNewer(database, () => location.reload())
const vault = createVault(database, {
  now: Date.now,
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds)
    return () => clearTimeout(timer)
  },
  channel: new BroadcastChannel("rivulet-vault"),
})
const drawn = createDrawn(window.location.hash, (milliseconds, run) => setTimeout(run, milliseconds))
if (!drawn.getState()) void BuilderPage.bring()
// Whoever leaves the builder before it stands waits for it no longer.
window.addEventListener("hashchange", () => {
  if (!namesBuilder(window.location.hash)) drawn.setState(true, true)
})
const engine = createEngineClient({
  begun: onceDrawn(drawn),
  spawn: () => new Worker(new URL("./worker/engineWorker.ts", import.meta.url), { type: "module" }),
  page: createPage({ document, secrets: vault }),
  locks: navigator.locks,
  newId: () => crypto.randomUUID(),
})
const aiSettings = createAiSettings(database)
const versions = createVersions(database, Date.now)
const switches = createSwitches(database, Date.now)
const pluginStore = createPluginStore(database, Date.now)
const installed = createInstalled({
  templates,
  loadCatalogue: catalogueHere,
  watch: pluginStore.watch,
  add: async (...given) => (await import("./worker/pluginAdditions.ts")).additionsOf(...given),
})
const kinds = () => knownKinds(installed)
const grants = createGrantStore(database)
const triggers: TriggerService = {
  watch: switches.watch,
  async outlook(workflow) {
    const [row, published] = await Promise.all([
      database.workflows.get(workflow),
      publishedOf(database, workflow),
    ])
    if (row === undefined) return null
    const { outlookOf } = await import("./worker/outlook.ts")
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    const clock = { now: Date.now, timezone: timeZone }
    return outlookOf(published?.text ?? row.text, await kinds(), await grants.of(workflow), clock)
  },
  async switchOn(workflow, allowed) {
    if (allowed.length > 0) await grants.allow(workflow, allowed)
    await switches.switchOn(workflow)
  },
  switchOff: switches.switchOff,
}
let twin: Promise<Twin> | undefined
const outside = once(async () => {
  const { createPageNotices } = await import("./worker/service/pageNotices.ts")
  return createPageNotices({ page: window, service: engine, catalogue: kinds })
})
const folders = createPageFolders(createFolderStore(database, Date.now), window)
const services = {
  twin() {
    twin ??= Promise.all([import("./worker/startTwin.ts"), kinds()]).then(([{ startTwin }, catalogue]) =>
      startTwin(database, catalogue, window),
    )
    return twin
  },
  knownKinds: kinds,
  outside,
  folders,
  proxy: createProxyStore(database),
  messages: createMessageStore(database, () => crypto.randomUUID()),
  say: (session: string, text: string) =>
    engine.signal({ source: "chat", name: "message", value: { text, session, from: "me" } }),
  triggers,
  workflows: openingAhead(createWorkflows(database, Date.now), window.location.hash),
  marks: createMarks(database),
  versionsOf: (workflow: string) => ({
    watch: (hear: Parameters<typeof versions.watch>[1]) => versions.watch(workflow, hear),
    keep: (version: Parameters<typeof versions.keep>[1]) => versions.keep(workflow, version),
    goLive: (number: number) => versions.goLive(workflow, number),
    snapshots: async () => (await import("./worker/snapshots.ts")).snapshotsOf(database, workflow),
  }),
  vault,
  ai: { ...engine.ai, watch: aiSettings.watch, choose: aiSettings.write },
  plugins: {
    ...{ installed, install: pluginStore.install, remove: pluginStore.remove },
    async read(text: string) {
      const [{ readPluginHere }, catalogue] = await Promise.all([
        import("./worker/pluginReader.ts"),
        catalogueHere(),
      ])
      return readPluginHere(text, [...Object.keys(catalogue.kinds), ...Object.keys(catalogue.triggers)])
    },
    offered: async () => (await import("virtual:plugins")).offered,
    textOf: async (name: string) => (await import("virtual:plugins")).textOf(name),
  },
  theme: createTheme(window),
  changeLanguage(chosen: Language) {
    languageMemory.write(chosen)
    location.reload()
  },
  keymap: createKeymap(createPageMemory(window, "rivulet.keys")),
  habits: createHabits(createPageMemory(window, "rivulet.habits")),
  likedKinds: createPageMemory(window, "rivulet.kinds"),
  filesOf: async (workflow: string) => (await import("./worker/listFiles.ts")).listFiles(database, workflow),
  docs: async () => (await (language() === "de" ? import("virtual:docs/de") : import("virtual:docs"))).docs,
  templateTexts: async () => (await import("virtual:template-texts")).texts,
  durability: createDurability({
    storage: navigator.storage,
    memory: createPageMemory(window, "rivulet.copied"),
    reminder: createPageMemory(window, "rivulet.remind"),
    now: Date.now,
  }),
  backups: {
    make: async () => {
      const { makeBackup } = await import("./worker/backups.ts")
      return makeBackup(database)
    },
    restore: async (file: ReadableStream<Uint8Array>) => {
      const { restoreBackup } = await import("./worker/backups.ts")
      return restoreBackup(database, file)
    },
  },
  tabs: createTabs(navigator),
  drawn,
  trial: createTrial(),
  wish: createWish(),
  keep: createKeepSetting(database),
  now: Date.now,
}

const runs = {
  service: engine,
  readShared: engine.readShared,
  tests: { ...engine, ...createTests(database, Date.now) },
  grants: { ...openingFolders(grants, folders), given: givenHere.map(({ text }) => text) },
  trials: createTrials(database),
  now: Date.now,
  save: download,
  remembered: (key: string) => createPageMemory(window, `rivulet.run.${key}`),
}

// Another page may hand a message over to a webhook trigger that is switched on.
window.addEventListener("message", ({ data, origin }) => {
  const hook = webhookIn(data)
  if (hook === undefined) return
  void engine.signal({ source: "webhook", name: hook.name, value: { body: hook.body, headers: {}, origin } })
})

ignoreLatePresses(window)
tellOfMissingParts(window, toasts)
keepInStep(document)

const icons = createIconShelf(triggerIcons, () => import("virtual:step-icons"))

const sentinel = createSentinel(database, createPageMemory(window, "rivulet.sentinel"), {
  now: Date.now,
  newId: () => crypto.randomUUID(),
})
const rolling = createRollingBackup(database, {
  root: () => navigator.storage.getDirectory(),
  now: Date.now,
})
const root = createRoot(must(document.getElementById("root"), "the page's root"))
const page = () => (
  <StrictMode>
    <I18nProvider locale={locales[language()]}>
      <PluginsAround services={services}>
        <RunsContext value={runs}>
          <PreviewContext value={engine}>
            <IconsContext value={icons}>
              <ToastsContext value={toasts}>
                <App />
                <ToastArea toasts={toasts} />
              </ToastsContext>
            </IconsContext>
          </PreviewContext>
        </RunsContext>
      </PluginsAround>
    </I18nProvider>
  </StrictMode>
)

/** Where the stored data is not as it was left, nobody is shown an empty page: see `storage/sentinel.ts`. */
async function open() {
  const [state] = await Promise.all([sentinel.look(), words])
  document.documentElement.lang = language()
  if (state.is === "sound") {
    root.render(page())
    await onceDrawn(drawn)
    const { keepCopies } = await import("./worker/keepCopies.ts")
    void outside()
    return keepCopies(database, { sentinel, rolling, locks: navigator.locks })
  }
  const { recovery } = await worded(() => import("./worker/recovery.tsx"))()
  root.render(<StrictMode>{recovery(state, { database, sentinel, rolling, page: window })}</StrictMode>)
}

void open()
