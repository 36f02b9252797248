import { Trash2 } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import type { Plugin } from "../../model/plugins/manifest.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import type { KeptWorkflow } from "../stores.ts"
import { namesOf } from "./InstallDialog.tsx"
import { PluginParts, PluginPowers } from "./PluginParts.tsx"
import type { PluginDesk } from "./usePlugins.ts"
import { usersOf } from "./usersOf.ts"

interface PluginCardProps {
  readonly plugin: Plugin
  readonly desk: PluginDesk
  readonly rows: readonly KeptWorkflow[]
}

/** A plugin that is installed: what it brings, what it may, what uses it, and the way to remove it. */
export function PluginCard({ plugin, desk, rows }: PluginCardProps) {
  const { name, version } = plugin
  const manifest = desk.shown(plugin)
  const [isAsked, setAsked] = useState(false)
  const users = usersOf(name, rows)
  return (
    <li aria-label={manifest.title} className="flex flex-col gap-3 px-5 py-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="font-medium">
            {manifest.title} <span className="pl-1 font-mono text-xs text-muted">{version}</span>
          </p>
          <p className="text-sm text-muted">{manifest.summary}.</p>
        </div>
        <Button
          icon={Trash2}
          className="h-7"
          aria-label={t`Remove ${manifest.title}`}
          onPress={() => (users.length > 0 ? setAsked(true) : void desk.remove(plugin))}
        >{t`Remove`}</Button>
      </div>
      <PluginParts manifest={manifest} />
      <PluginPowers manifest={manifest} />
      <p className="text-xs text-muted">
        {users.length === 0 ? t`No workflow uses it.` : t`Used by ${namesOf(users)}.`}
      </p>
      {isAsked && (
        <Dialog
          title={t`Remove ${manifest.title}?`}
          onClose={() => setAsked(false)}
          actions={
            <>
              <Button onPress={() => setAsked(false)}>{t`Keep it`}</Button>
              <Button
                look="danger"
                onPress={() => {
                  setAsked(false)
                  void desk.remove(plugin)
                }}
              >{t`Remove it`}</Button>
            </>
          }
        >
          <p>{t`${namesOf(users)} will not run any more until it is installed again. What is running goes on with the version that it began with.`}</p>
        </Dialog>
      )}
    </li>
  )
}
