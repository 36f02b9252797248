import { Puzzle } from "lucide-react"
import { Link } from "wouter"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { useServices } from "../services.ts"
import { SettingsCard } from "./SettingsCard.tsx"

/** Which plugins are installed, and the way to them. */
export function PluginsCard() {
  const installed = useStore(useServices().plugins.installed, state => state.plugins)
  return (
    <SettingsCard title={t`Plugins`} help={t`Steps, triggers and templates that others wrote, walled in.`}>
      <div className="flex items-center gap-3 px-5 py-3.5 text-sm">
        <Puzzle size={18} strokeWidth={1.75} className="shrink-0 text-accent" aria-hidden />
        <span className="min-w-0 flex-1">
          {installed.length === 0
            ? t`None is installed.`
            : installed.map(({ manifest, version }) => `${manifest.title} ${version}`).join(", ")}
        </span>
        <Link href="/plugins" className="font-medium text-accent hover:underline">{t`See all plugins`}</Link>
      </div>
    </SettingsCard>
  )
}
