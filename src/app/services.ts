import { createContext, useContext } from "react"
import type { StoreApi } from "zustand/vanilla"
import type { HabitMemory } from "../editor/habits.ts"
import type { Keys } from "../editor/keymap.ts"
import type { Summary } from "../editor/summary.ts"
import type { Versions } from "../editor/versions.ts"
import type { Language } from "../language/language.ts"
import { must } from "../lib/assert.ts"
import type { AiService } from "../model/ai/aiService.ts"
import type { Catalogue, Docs } from "../model/catalogue.ts"
import type { Keep } from "../model/journal.ts"
import type { ProxySetting } from "../model/proxy.ts"
import type { VaultService } from "../model/vault.ts"
import type { PageMemory } from "../ui/pageMemory.ts"
import type { Theme } from "../ui/theme.ts"
import type { Drawn } from "./drawn.ts"
import type { DurabilityStore } from "./durability.ts"
import type { FolderService } from "./folders/folderService.ts"
import type { MessageHome } from "./messages/messageHome.ts"
import type { Outside } from "./outside.ts"
import type { PluginService } from "./plugins/installed.ts"
import type { Backups, MarkStore, WorkflowStore } from "./stores.ts"
import type { Tabs } from "./tabs.ts"
import type { Trial } from "./trial.ts"
import type { TriggerService } from "./triggerService.ts"
import type { Twin } from "./twin/twin.ts"
import type { Wish } from "./wish.ts"

/** A workflow that comes with the product, as lists show it. */
export interface Template {
  readonly id: string
  readonly summary: Summary
}

/** What main hands to the pages. */
export interface Services {
  readonly workflows: WorkflowStore
  readonly marks: MarkStore
  /** Waits until it is known what kinds there are: the list of workflows does not. */
  readonly knownKinds: () => Promise<Catalogue>
  readonly theme: StoreApi<Theme>
  /** Speaks the language from the next load on, which comes at once. */
  changeLanguage(language: Language): void
  readonly vault: VaultService
  readonly ai: AiService
  /** The versions of a workflow. */
  readonly versionsOf: (workflow: string) => Versions
  /** Which keys run which command. */
  readonly keymap: Keys
  /** How the canvas answers a hand. */
  readonly habits: HabitMemory
  readonly templates: readonly Template[]
  /** Loads what is to be read about kinds. */
  readonly docs: () => Promise<Docs>
  /** Where it is kept which kinds of steps a person likes and uses. */
  readonly likedKinds: PageMemory
  /** Loads the texts of the templates by id, which nobody needs before one is chosen. */
  readonly templateTexts: () => Promise<{ readonly [id: string]: string }>
  /** The paths of the files that the workflow sees. */
  readonly filesOf: (workflow: string) => Promise<readonly string[]>
  /** Which workflows start by themselves. */
  readonly triggers: TriggerService
  /** Loads what keeps a folder of the disk in step with the workflows, and starts it with the first call. */
  readonly twin: () => Promise<Twin>
  readonly messages: MessageHome
  /** Loads what tells people who are away, and hears what they answer there. */
  readonly outside: () => Promise<Outside>
  /** The proxy for servers that refuse pages. */
  readonly proxy: {
    watch(hear: (setting: ProxySetting | null) => void): () => void
    write(setting: ProxySetting | null): Promise<void>
  }
  /** Lets workflows hear what a person says in a conversation of the chat. */
  readonly say: (session: string, text: string) => Promise<void>
  /** In which folders of the disk workflows work. */
  readonly folders: FolderService
  /** The truth about where the data is. */
  readonly durability: DurabilityStore
  readonly backups: Backups
  readonly plugins: PluginService
  /** What this tab shares with the others of the same browser. */
  readonly tabs: Tabs
  /** How much of the history is kept of workflows that do not say it themselves. */
  readonly keep: { watch(hear: (keep: Keep) => void): () => void; write(keep: Keep): Promise<void> }
  readonly drawn: Drawn
  /** Which workflow is to be tried as soon as it is open. */
  readonly trial: Trial
  /** What a workflow that is about to open is to do. */
  readonly wish: Wish
  readonly now: () => number
}

/** Gives the services to the pages. */
export const ServicesContext = createContext<Services | null>(null)

/** What main handed in. */
export function useServices(): Services {
  return must(useContext(ServicesContext), "services around this page")
}
