import { useState } from "react"
import { t } from "../../language/t.ts"
import { parseAddress } from "../../model/address.ts"
import { type AiSettings, type Provider, providersOf, readyMade } from "../../model/ai/providers.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useServices } from "../services.ts"

interface ModelDialogProps {
  /** The provider that is changed; undefined for a new one. */
  readonly present: Provider | undefined
  readonly settings: AiSettings
  /** The names of the keys that there are. */
  readonly secrets: readonly string[]
  readonly onClose: () => void
}

const noSecret = t`no key`
const fresh: Provider = {
  ...{ id: "", title: "", speaks: "openai", address: "http://localhost:8000/v1" },
  ...{ secret: null, model: "", vectors: "" },
}

/** Sets up who answers: a ready-made choice, or any server that speaks as OpenAI or Anthropic do. */
export function ModelDialog({ present, settings, secrets, onClose }: ModelDialogProps) {
  const { ai } = useServices()
  const [draft, setDraft] = useState<Provider>(present ?? fresh)
  const [isTried, setTried] = useState(false)
  const set = (changes: Partial<Provider>): void => setDraft({ ...draft, ...changes })
  const isOwn = !readyMade.some(({ id }) => id === draft.id)
  const taken = !present && providersOf(settings).some(({ id }) => id === draft.id)
  const wrong = {
    id: /^[a-z][a-z0-9_-]{0,63}$/.test(draft.id)
      ? taken
        ? t`There is one of this name already.`
        : undefined
      : t`Small letters, digits, - and _, with a letter first.`,
    address: parseAddress(draft.address).ok ? undefined : t`Write it in full, as http://localhost:11434/v1.`,
  }
  const write = (providers: readonly Provider[]): void =>
    void ai.choose({ ...settings, providers }).then(onClose)
  const others = settings.providers.filter(({ id }) => id !== draft.id)
  const save = (): void => {
    setTried(true)
    if (wrong.id || wrong.address) return
    write([...others, { ...draft, title: draft.title.trim() || draft.id }])
  }
  const isChanged = settings.providers.some(({ id }) => id === draft.id)
  return (
    <Dialog
      title={present ? t`Set up ${present.title}` : t`Add a server`}
      onClose={onClose}
      actions={
        <>
          {present && isChanged && (
            <Button look="quiet" className="mr-auto" onPress={() => write(others)}>
              {isOwn ? t`Remove` : t`As it was`}
            </Button>
          )}
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" onPress={save}>{t`Save`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pt-2">
        {!present && (
          <>
            <TextField
              label={t`Name`}
              value={draft.id}
              onChange={id => set({ id })}
              help={t`What files call it: provider: name.`}
              problem={isTried ? wrong.id : undefined}
            />
            <Select
              label={t`It speaks as`}
              value={draft.speaks}
              onChange={speaks => set({ speaks: speaks as Provider["speaks"] })}
              choices={[
                { id: "openai", label: t`OpenAI does (most servers)` },
                { id: "anthropic", label: t`Anthropic does` },
              ]}
            />
          </>
        )}
        <TextField
          label={t`Address`}
          value={draft.address}
          onChange={address => set({ address })}
          isMono
          problem={isTried ? wrong.address : undefined}
        />
        <TextField
          label={t`Usual model`}
          value={draft.model}
          onChange={model => set({ model })}
          isMono
          help={t`A step may name another. If empty, the first one that the server has.`}
        />
        <Select
          label={t`Key`}
          value={draft.secret ?? noSecret}
          onChange={secret => set({ secret: secret === noSecret ? null : secret })}
          choices={[
            { id: noSecret, label: t`None` },
            ...[...new Set([...secrets, ...(draft.secret === null ? [] : [draft.secret])])].map(name => ({
              id: name,
              label: secrets.includes(name) ? name : t`${name} (not added yet)`,
            })),
          ]}
        />
        {draft.speaks === "openai" && (
          <TextField
            label={t`Model for vectors`}
            value={draft.vectors}
            onChange={vectors => set({ vectors })}
            isMono
            help={t`For the step Embed. Leave empty if it makes none.`}
          />
        )}
      </div>
    </Dialog>
  )
}
