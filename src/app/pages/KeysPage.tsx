import { t } from "../../language/t.ts"
import { KeyList } from "../keys/KeyList.tsx"
import { ModelList } from "../keys/ModelList.tsx"
import { PassphraseCard } from "../keys/PassphraseCard.tsx"
import { PriceTable } from "../keys/PriceTable.tsx"
import { useAiSettings, useVault } from "../keys/useVault.ts"

/** Keys, how they are locked, and the models that they pay for. */
export default function KeysPage() {
  const view = useVault()
  const settings = useAiSettings()
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[920px] flex-col gap-7 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header>
          <h1 className="text-2xl font-semibold tracking-tight">{t`Keys and models`}</h1>
          <p className="pt-1 text-muted">{t`Keys can be used, and not read: they stay encrypted in this browser, and go to their own hosts alone.`}</p>
        </header>
        {view && (
          <>
            <PassphraseCard view={view} />
            <KeyList view={view} settings={settings} />
            <ModelList view={view} settings={settings} />
            <PriceTable settings={settings} />
          </>
        )}
      </div>
    </div>
  )
}
