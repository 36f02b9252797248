import { Plus, X } from "lucide-react"
import { useState } from "react"
import { sayNumber, typedNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { pricesAsOf, publishedPrices } from "../../model/ai/prices.ts"
import type { AiSettings } from "../../model/ai/providers.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useServices } from "../services.ts"

/** What models cost: the table that came along, and what the user wrote in its place. */
export function PriceTable({ settings }: { readonly settings: AiSettings }) {
  const { ai } = useServices()
  const [model, setModel] = useState("")
  const [input, setInput] = useState("")
  const [output, setOutput] = useState("")
  const rows = Object.entries({ ...publishedPrices, ...settings.prices }).sort(([a], [b]) => (a < b ? -1 : 1))
  const isReady = model.trim() !== "" && isPrice(input) && isPrice(output)
  const add = (): void => {
    const price = { input: typedNumber(input), output: typedNumber(output) }
    void ai.choose({ ...settings, prices: { ...settings.prices, [model.trim()]: price } })
    for (const clear of [setModel, setInput, setOutput]) clear("")
  }
  const without = (name: string): void => {
    const { [name]: _, ...prices } = settings.prices
    void ai.choose({ ...settings, prices })
  }
  return (
    <details className="rounded-xl border border-line bg-panel shadow-card">
      <summary className="cursor-default px-4 py-3 font-medium select-none">
        {t`Prices`}{" "}
        <span className="font-normal text-muted">{t`· as published on ${pricesAsOf}, yours first`}</span>
      </summary>
      <div className="flex flex-col gap-3 border-t border-line px-4 py-4">
        <p className="text-sm text-muted">{t`US dollars for a million tokens. A model that stands here in no line has no price: its cost is shown as not known, and never as nothing.`}</p>
        <form
          className="grid grid-cols-[minmax(0,1fr)_5.5rem_5.5rem_auto] items-end gap-2 max-[480px]:grid-cols-2"
          onSubmit={event => {
            event.preventDefault()
            if (isReady) add()
          }}
        >
          <TextField label={t`Model`} value={model} onChange={setModel} isMono />
          <TextField label={t`In`} value={input} onChange={setInput} inputMode="decimal" isMono />
          <TextField label={t`Out`} value={output} onChange={setOutput} inputMode="decimal" isMono />
          <Button type="submit" icon={Plus} isDisabled={!isReady}>{t`Set price`}</Button>
        </form>
        <div className="max-h-80 overflow-auto rounded-lg border border-line">
          <table className="w-full text-sm">
            <thead className="sticky top-0 bg-panel text-left text-xs text-muted">
              <tr>
                <th className="px-3 py-2 font-medium">{t`Model`}</th>
                <th className="px-3 py-2 text-right font-medium">{t`In`}</th>
                <th className="px-3 py-2 text-right font-medium">{t`Out`}</th>
                <th className="w-10">
                  <span className="sr-only">{t`Yours`}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, price]) => (
                <tr key={name} className="border-t border-line">
                  <td className="px-3 py-1.5 font-mono text-xs break-all">
                    {name}
                    {price.above && (
                      <span className="block text-muted">{t`above ${sayNumber(price.above.input)} in: ${price.above.prices.input} / ${price.above.prices.output}`}</span>
                    )}
                  </td>
                  <td className="px-3 py-1.5 text-right font-mono text-xs">{price.input}</td>
                  <td className="px-3 py-1.5 text-right font-mono text-xs">{price.output}</td>
                  <td>
                    {Object.hasOwn(settings.prices, name) && (
                      <IconButton
                        icon={X}
                        label={t`Remove your price of ${name}`}
                        onPress={() => without(name)}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </details>
  )
}

function isPrice(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(typedNumber(text)) && typedNumber(text) >= 0
}
