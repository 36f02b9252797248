import { t } from "../../language/t.ts"
import { TemplateCards } from "../TemplateCards.tsx"
import { useLibrary } from "../useLibrary.ts"

/** All templates. */
export default function TemplatesPage() {
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[1180px] flex-col gap-5 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header>
          <h1 className="text-2xl font-semibold tracking-tight">{t`Templates`}</h1>
          <p className="pt-1 text-muted">{t`Each makes a workflow of your own, which you may then change as you like.`}</p>
        </header>
        <TemplateCards library={useLibrary()} />
      </div>
    </div>
  )
}
