import { createStore, type StoreApi } from "zustand/vanilla"
import type { Result } from "../../lib/result.ts"
import type { Catalogue, Docs } from "../../model/catalogue.ts"
import type { Plugin } from "../../model/plugins/manifest.ts"
import type { Problem } from "../../model/problems.ts"
import type { Template } from "../services.ts"

/** What there is with the plugins that are installed: all kinds and trigger types, and all templates. */
export interface Installed {
  readonly plugins: readonly Plugin[]
  /** Null until it is known which plugins there are. */
  readonly catalogue: Catalogue | null
  readonly templates: readonly Template[]
  /** The texts of the templates that plugins bring, by id. */
  readonly texts: { readonly [id: string]: string }
  /** What there is to read about what plugins bring. */
  readonly docs: Docs
}

/** A plugin that comes with Rivulet and is not installed unless somebody wants it. */
export interface OfferedPlugin {
  readonly name: string
  readonly title: string
  readonly summary: string
}

/** What the page can do with plugins. */
export interface PluginService {
  readonly installed: StoreApi<Installed>
  /** What the text says that it is. Nothing is kept. */
  read(text: string): Promise<Result<Plugin, Problem>>
  install(plugin: Plugin): Promise<void>
  remove(name: string): Promise<void>
  readonly offered: () => Promise<readonly OfferedPlugin[]>
  /** Says the names of those that come with Rivulet in the language that is spoken. */
  readonly names: () => Promise<(name: string) => string>
  /** The text of one that is offered. */
  readonly textOf: (name: string) => Promise<string>
}

/** What plugins add to what comes with Rivulet. */
export interface Added extends Pick<Installed, "templates" | "texts" | "docs"> {
  readonly catalogue: Catalogue
}

/** What comes with Rivulet. */
export type BuiltIn = Pick<Added, "catalogue" | "templates">

interface InstalledParts {
  /** The templates that come with Rivulet; its kinds are many, and loaded beside the first page. */
  readonly templates: Installed["templates"]
  readonly loadCatalogue: () => Promise<Catalogue>
  readonly watch: (hear: (plugins: readonly Plugin[]) => void) => void
  /** What these plugins add; loaded by those who have any. */
  readonly add: (builtIn: BuiltIn, plugins: readonly Plugin[]) => Promise<Added>
}

/** Follows which plugins are installed, in any tab. */
export function createInstalled({
  templates,
  loadCatalogue,
  watch,
  add,
}: InstalledParts): StoreApi<Installed> {
  const nothing = { plugins: [], texts: {}, docs: { kinds: {}, triggers: {} }, templates }
  const store = createStore<Installed>(() => ({ ...nothing, catalogue: null }))
  const loaded = loadCatalogue()
  let latest: readonly Plugin[] = []
  watch(async plugins => {
    latest = plugins
    const catalogue = await loaded
    const added =
      plugins.length === 0
        ? { ...nothing, catalogue }
        : { plugins, ...(await add({ catalogue, templates }, plugins)) }
    // Of several changes in a row only the last counts, whichever is ready first.
    if (latest === plugins) store.setState(added)
  })
  return store
}

/** The kinds, as soon as all are known. */
export function knownKinds(installed: StoreApi<Installed>): Promise<Catalogue> {
  return new Promise(done => {
    const tell = ({ catalogue }: Installed) => {
      if (catalogue === null) return
      stop()
      done(catalogue)
    }
    const stop = installed.subscribe(tell)
    tell(installed.getState())
  })
}
