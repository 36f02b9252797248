import { Bot, Plus } from "lucide-react"
import { useState } from "react"
import { phrase } from "../../language/phrase.tsx"
import { t } from "../../language/t.ts"
import { type AiSettings, type Provider, providersOf } from "../../model/ai/providers.ts"
import type { VaultView } from "../../model/vault.ts"
import { Badge } from "../../ui/Badge.tsx"
import { Button } from "../../ui/Button.tsx"
import { useServices } from "../services.ts"
import { HealthLine } from "./HealthLine.tsx"
import { ModelDialog } from "./ModelDialog.tsx"
import { useHealth } from "./useHealth.ts"

/** Who answers for the AI steps: which is the usual one, where it is, with which key and model. */
export function ModelList({ view, settings }: { readonly view: VaultView; readonly settings: AiSettings }) {
  const { ai } = useServices()
  const [open, setOpen] = useState<Provider | "new" | null>(null)
  const health = useHealth()
  const providers = providersOf(settings)
  return (
    <section aria-label={t`Models`} className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <div className="flex-1">
          <h2 className="text-base font-semibold">{t`Models`}</h2>
          <p className="text-sm text-muted">
            {phrase`A step with the provider ${<code className="font-mono text-xs">default</code>} asks the one chosen here.`}
          </p>
        </div>
        <Button icon={Plus} onPress={() => setOpen("new")}>{t`Add server`}</Button>
      </div>
      <ul className="overflow-hidden rounded-xl border border-line bg-panel shadow-card">
        {providers.map(provider => {
          const isUsual = settings.usual === provider.id
          const lacksKey =
            provider.secret !== null && !view.secrets.some(({ name }) => name === provider.secret)
          return (
            <li
              key={provider.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2.5 last:border-b-0"
            >
              <span
                className="grid size-9 shrink-0 place-items-center rounded-lg bg-(--hue-wash) text-(--hue)"
                data-hue="violet"
              >
                <Bot size={18} strokeWidth={1.75} aria-hidden />
              </span>
              <div className="min-w-40 flex-1">
                <div className="flex flex-wrap items-center gap-2">
                  <span className="font-medium">{provider.title}</span>
                  <code className="font-mono text-xs text-muted">{provider.id}</code>
                  {isUsual && <Badge look="good">{t`Default`}</Badge>}
                  {lacksKey && <Badge>{t`Needs a key`}</Badge>}
                </div>
                <div className="text-xs break-words text-muted">{lineOf(provider)}</div>
              </div>
              <div className="flex flex-wrap gap-2 max-[480px]:w-full max-[480px]:pl-12">
                {!isUsual && (
                  <Button
                    look="quiet"
                    aria-label={t`Make ${provider.title} the default`}
                    onPress={() => void ai.choose({ ...settings, usual: provider.id })}
                  >{t`Make default`}</Button>
                )}
                <Button
                  aria-label={t`Test ${provider.title}`}
                  isDisabled={health.of(provider.id)?.type === "trying"}
                  onPress={() => health.test(provider.id, provider)}
                >{t`Test`}</Button>
                {provider.address !== "" && (
                  <Button
                    aria-label={t`Set up ${provider.title}`}
                    onPress={() => setOpen(provider)}
                  >{t`Set up`}</Button>
                )}
              </div>
              {health.of(provider.id) && (
                <div className="w-full pl-12">
                  <HealthLine health={health.of(provider.id)} />
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {open && (
        <ModelDialog
          present={open === "new" ? undefined : open}
          settings={settings}
          secrets={view.secrets.map(({ name }) => name)}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  )
}

const told = {
  simulated: t`Free, offline, and always the same answer to the same question`,
  browser: t`Free and offline, where this browser brings a model along`,
}

function lineOf({ speaks, address, model }: Provider): string {
  if (speaks === "simulated" || speaks === "browser") return told[speaks]
  return `${model === "" ? t`the first model that it has` : model} · ${address.replace(/^https?:\/\//, "")}`
}
