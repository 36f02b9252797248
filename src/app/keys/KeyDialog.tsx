import { useState } from "react"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { type AiSettings, originOf, providersOf } from "../../model/ai/providers.ts"
import type { Problem } from "../../model/problems.ts"
import type { SecretInfo } from "../../model/vault.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { useServices } from "../services.ts"

interface KeyDialogProps {
  /** The key that is changed; undefined for a new one. */
  readonly present: SecretInfo | undefined
  readonly names: readonly string[]
  readonly settings: AiSettings
  readonly onClose: () => void
}

/** Something that is not a model. */
const other = "other"

/** Adds a key, or changes one. What was typed into the field of the key is never shown again. */
export function KeyDialog({ present, names, settings, onClose }: KeyDialogProps) {
  const { vault } = useServices()
  const providers = providersOf(settings).filter(provider => originOf(provider) !== null)
  const [provider, setProvider] = useState(present?.provider ?? (present ? other : "claude"))
  const suggested = suggest(provider, names, settings)
  const [name, setName] = useState(present?.name ?? suggested.name)
  const [hosts, setHosts] = useState((present?.hosts ?? suggested.hosts).join(", "))
  const [header, setHeader] = useState(present?.header ?? "")
  const [value, setValue] = useState("")
  const [problem, setProblem] = useState<Problem | null>(null)

  const choose = (id: string): void => {
    setProvider(id)
    const next = suggest(id, names, settings)
    if (!present) setName(next.name)
    if (next.hosts.length > 0 || !present) setHosts(next.hosts.join(", "))
  }
  const save = async (): Promise<void> => {
    const info = {
      name: name.trim(),
      hosts: hosts.split(/[,\s]+/).filter(host => host !== ""),
      ...(header.trim() === "" ? {} : { header: header.trim() }),
      ...(provider === other ? {} : { provider }),
    }
    const saved = present ? await vault.change(present.name, info, value) : await vault.add(info, value)
    if (saved.ok) onClose()
    else setProblem(saved.error)
  }
  const at = (...codes: string[]) =>
    problem && codes.includes(problem.code) ? translated(problem.message) : undefined
  const known = ["vault_no_value", "vault_bad_name", "vault_name_taken", "vault_no_host", "vault_bad_host"]

  return (
    <Dialog
      title={present ? t`Change the key ${present.name}` : t`Add a key`}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="primary" onPress={() => void save()}>
            {present ? t`Save the key` : t`Add the key`}
          </Button>
        </>
      }
    >
      <form
        autoComplete="off"
        className="flex flex-col gap-4 pt-2"
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        <Select
          label={t`For`}
          value={provider}
          onChange={choose}
          choices={[
            ...providers.map(({ id, title }) => ({ id, label: title })),
            { id: other, label: t`Something else` },
          ]}
        />
        <TextField
          label={t`Key`}
          type="password"
          autoComplete="off"
          value={value}
          onChange={setValue}
          isMono
          placeholder={present ? t`Leave empty to keep the present one` : ""}
          help={t`It is encrypted at once and never shown again.`}
          problem={at("vault_no_value")}
        />
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          help={t`How steps and models call it: secrets.name.`}
          problem={at("vault_bad_name", "vault_name_taken")}
        />
        <TextField
          label={t`Hosts it may be sent to`}
          value={hosts}
          onChange={setHosts}
          isMono
          placeholder={t`api.example.com, *.example.com`}
          help={t`Nobody else is ever sent it, whatever a workflow says.`}
          problem={at("vault_no_host", "vault_bad_host")}
        />
        {provider === other && (
          <TextField
            label={t`Header`}
            value={header}
            onChange={setHeader}
            placeholder={t`Authorization: Bearer …`}
            help={t`Where a server wants it elsewhere, such as X-Api-Key.`}
          />
        )}
        {problem && !known.includes(problem.code) && <WentWrong>{translated(problem.message)}</WentWrong>}
      </form>
    </Dialog>
  )
}

function suggest(
  id: string,
  names: readonly string[],
  settings: AiSettings,
): { readonly name: string; readonly hosts: readonly string[] } {
  const provider = providersOf(settings).find(one => one.id === id)
  const origin = provider && originOf(provider)
  const base = provider ? (provider.secret ?? provider.id).replace(/\W/g, "_") : ""
  let name = base
  for (let count = 2; base !== "" && names.includes(name); count++) name = `${base}_${count}`
  return { name, hosts: origin ? [origin] : [] }
}
