import { Button as AriaButton } from "react-aria-components"
import { Miniature } from "../editor/Miniature.tsx"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { useServices } from "./services.ts"
import type { Library } from "./useLibrary.ts"

/** Templates as cards; pressing one makes a workflow of it and opens it. */
export function TemplateCards({ library, most }: { readonly library: Library; readonly most?: number }) {
  const { templates } = useServices()
  return (
    <ul className="grid grid-cols-4 gap-3 max-[1000px]:grid-cols-2 max-[480px]:grid-cols-1">
      {templates.slice(0, most).map(({ id, summary }) => (
        <li key={id}>
          <AriaButton
            onPress={() => void library.startFrom(id)}
            aria-label={t`Start from ${translated(summary.name)}`}
            className="flex size-full cursor-default flex-col gap-3 rounded-xl border border-line bg-panel p-3 text-left shadow-card transition-colors data-hovered:border-line-strong data-pressed:bg-wash"
          >
            <span className="grid h-16 w-full shrink-0 place-items-center rounded-lg bg-canvas">
              <Miniature picture={summary.picture} className="h-14 w-full" />
            </span>
            <span className="px-0.5">
              <span className="block text-sm font-semibold">{translated(summary.name)}</span>
              <span className="mt-0.5 line-clamp-6 text-xs text-pretty text-muted">
                {translated(summary.description)}
              </span>
            </span>
          </AriaButton>
        </li>
      ))}
    </ul>
  )
}
