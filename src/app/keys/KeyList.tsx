import { Ellipsis, KeyRound, Pencil, Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { Button as AriaButton } from "react-aria-components"
import { t } from "../../language/t.ts"
import { type AiSettings, providersOf } from "../../model/ai/providers.ts"
import type { SecretInfo, VaultView } from "../../model/vault.ts"
import { Badge } from "../../ui/Badge.tsx"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { Menu, MenuItem } from "../../ui/Menu.tsx"
import { ago } from "../ago.ts"
import { useServices } from "../services.ts"
import { HealthLine } from "./HealthLine.tsx"
import { KeyDialog } from "./KeyDialog.tsx"
import { type Health, useHealth } from "./useHealth.ts"

/** All keys: what each is for, where it may go, and whether it works. */
export function KeyList({ view, settings }: { readonly view: VaultView; readonly settings: AiSettings }) {
  const [open, setOpen] = useState<SecretInfo | "new" | null>(null)
  const [removing, setRemoving] = useState<SecretInfo | null>(null)
  const health = useHealth()
  const providers = providersOf(settings)
  const { secrets } = view
  return (
    <section aria-label={t`Keys`} className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <h2 className="flex-1 text-base font-semibold">{t`Keys`}</h2>
        <Button
          icon={Plus}
          look="primary"
          isDisabled={view.isLocked}
          onPress={() => setOpen("new")}
        >{t`Add key`}</Button>
      </div>
      {secrets.length === 0 ? (
        <div className="rounded-xl border border-dashed border-line-strong bg-panel">
          <EmptyState
            icon={KeyRound}
            title={t`No keys yet`}
          >{t`Everything works without one, with the simulated model. Add a key to ask a real model, or to use a service that wants one.`}</EmptyState>
        </div>
      ) : (
        <ul className="overflow-hidden rounded-xl border border-line bg-panel shadow-card">
          {secrets.map(info => {
            const provider = providers.find(({ id }) => id === info.provider)
            return (
              <KeyRow
                key={info.name}
                info={info}
                title={provider?.title}
                health={health.of(info.name)}
                onTest={provider && (() => health.test(info.name, { ...provider, secret: info.name }))}
                onChange={view.isLocked ? undefined : () => setOpen(info)}
                onRemove={() => setRemoving(info)}
              />
            )
          })}
        </ul>
      )}
      {open && (
        <KeyDialog
          present={open === "new" ? undefined : open}
          names={secrets.map(({ name }) => name)}
          settings={settings}
          onClose={() => setOpen(null)}
        />
      )}
      {removing && <RemoveDialog name={removing.name} onClose={() => setRemoving(null)} />}
    </section>
  )
}

interface KeyRowProps {
  readonly info: SecretInfo
  readonly title: string | undefined
  readonly health: Health | undefined
  readonly onTest: (() => void) | undefined
  readonly onChange: (() => void) | undefined
  readonly onRemove: () => void
}

function KeyRow({ info, title, health, onTest, onChange, onRemove }: KeyRowProps) {
  const { now } = useServices()
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-3 last:border-b-0">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent">
        <KeyRound size={18} strokeWidth={1.75} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <span className="truncate font-medium">{info.name}</span>
          {title && <Badge>{title}</Badge>}
        </div>
        <div className="truncate text-xs text-muted">
          <span className="font-mono">{info.hosts.join(", ")}</span> {t`· added ${ago(info.added, now())}`}
        </div>
      </div>
      {onTest && (
        <Button
          onPress={onTest}
          isDisabled={health?.type === "trying"}
          aria-label={t`Test the key ${info.name}`}
        >{t`Test`}</Button>
      )}
      <Menu
        label={t`More for ${info.name}`}
        trigger={
          <AriaButton
            aria-label={t`More for ${info.name}`}
            className="grid size-8 cursor-default place-items-center rounded-lg text-muted data-hovered:bg-wash data-hovered:text-ink"
          >
            <Ellipsis size={17} aria-hidden />
          </AriaButton>
        }
      >
        <MenuItem
          label={t`Change name, hosts or key`}
          icon={Pencil}
          isDisabled={onChange === undefined}
          onAction={() => onChange?.()}
        />
        <MenuItem label={t`Remove`} icon={Trash2} isDangerous onAction={onRemove} />
      </Menu>
      {health && (
        <div className="w-full pl-12">
          <HealthLine health={health} />
        </div>
      )}
    </li>
  )
}

function RemoveDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { vault } = useServices()
  return (
    <Dialog
      title={t`Remove the key ${name}?`}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Keep it`}</Button>
          <Button
            look="danger"
            onPress={() => void vault.remove(name).then(onClose)}
          >{t`Remove the key`}</Button>
        </>
      }
    >
      <p className="text-sm text-muted">{t`Steps that name it will say that it is missing. It cannot be brought back from here: whoever issued it can show or replace it.`}</p>
    </Dialog>
  )
}
