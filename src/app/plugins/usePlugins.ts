import { useEffect, useState } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { Plugin } from "../../model/plugins/manifest.ts"
import { renamedPlugin } from "../../model/plugins/pluginNames.ts"
import { useToasts } from "../../ui/Toast.tsx"
import { useServices } from "../services.ts"

/** What can be done with plugins: looked at before they are installed, installed, removed. */
export function usePlugins() {
  const { plugins } = useServices()
  const toasts = useToasts()
  const installed = useStore(plugins.installed, state => state.plugins)
  const [asked, setAsked] = useState<Plugin | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [isReading, setReading] = useState(false)
  const [say, setSay] = useState(() => asItIs)
  useEffect(() => {
    let isHere = true
    void plugins.names().then(names => isHere && setSay(() => names))
    return () => {
      isHere = false
    }
  }, [plugins])
  /** What is shown of a plugin; what is kept stays as its author wrote it. */
  const shown = (plugin: Plugin) => renamedPlugin(plugin, say).manifest

  /** Reads a text, and asks whether it is to be installed; true where it is a plugin. */
  async function look(text: string): Promise<boolean> {
    setReading(true)
    setTrouble(null)
    const read = await plugins.read(text)
    setReading(false)
    if (read.ok) setAsked(read.value)
    else setTrouble(translated(read.error.message))
    return read.ok
  }

  async function install(plugin: Plugin): Promise<void> {
    await plugins.install(plugin)
    setAsked(null)
    toasts.show({ say: t`${shown(plugin).title} ${plugin.version} installed` })
  }

  async function remove(plugin: Plugin): Promise<void> {
    await plugins.remove(plugin.name)
    toasts.show({
      say: t`${shown(plugin).title} removed`,
      action: { label: t`Undo`, run: () => void plugins.install(plugin) },
    })
  }

  return {
    ...{ installed, asked, trouble, isReading, look, install, remove, shown },
    forget: () => setAsked(null),
    calm: () => setTrouble(null),
    /** Looks at a file: of one that is too large nothing is read. */
    async lookAtFile(file: File): Promise<void> {
      if (file.size > largestFile)
        setTrouble(t`${file.name} is too large to be a plugin: it has more than 4 MB.`)
      else await look(await file.text())
    },
    async lookAtOffered(name: string): Promise<void> {
      await look(await plugins.textOf(name))
    },
  }
}

const asItIs = (name: string): string => name

/** In bytes: as many as the letters that a plugin may have can take. */
const largestFile = 4_000_000

/** What people can do with plugins. */
export type PluginDesk = ReturnType<typeof usePlugins>
