import { t } from "../../language/t.ts"
import { CanvasCard } from "../settings/CanvasCard.tsx"
import { DataCard } from "../settings/DataCard.tsx"
import { FoldersCard } from "../settings/FoldersCard.tsx"
import { HistoryCard } from "../settings/HistoryCard.tsx"
import { LookCard } from "../settings/LookCard.tsx"
import { ModelCard } from "../settings/ModelCard.tsx"
import { NewsCard } from "../settings/NewsCard.tsx"
import { PermissionsCard } from "../settings/PermissionsCard.tsx"
import { PluginsCard } from "../settings/PluginsCard.tsx"
import { ProxyCard } from "../settings/ProxyCard.tsx"
import { ShortcutsCard } from "../settings/ShortcutsCard.tsx"
import { TwinCard } from "../settings/TwinCard.tsx"

/** What holds for the whole app. */
export default function SettingsPage() {
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[920px] flex-col gap-7 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <h1 className="text-2xl font-semibold tracking-tight">{t`Settings`}</h1>
        <LookCard />
        <DataCard />
        <TwinCard />
        <HistoryCard />
        <ModelCard />
        <ShortcutsCard />
        <CanvasCard />
        <FoldersCard />
        <PermissionsCard />
        <ProxyCard />
        <PluginsCard />
        <NewsCard />
      </div>
    </div>
  )
}
