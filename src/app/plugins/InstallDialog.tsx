import { t } from "../../language/t.ts"
import type { Plugin } from "../../model/plugins/manifest.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { later } from "../../ui/later.tsx"
import type { KeptWorkflow } from "../stores.ts"
import { PluginParts, PluginPowers } from "./PluginParts.tsx"
import type { PluginDesk } from "./usePlugins.ts"
import { usersOf } from "./usersOf.ts"

const Markdown = later(() => import("../../ui/Markdown.tsx"))

interface InstallDialogProps {
  readonly plugin: Plugin
  readonly desk: PluginDesk
  readonly rows: readonly KeptWorkflow[]
}

/** What a plugin brings and what it needs, before it is installed. */
export function InstallDialog({ plugin, desk, rows }: InstallDialogProps) {
  const { name, version } = plugin
  const manifest = desk.shown(plugin)
  const present = desk.installed.find(each => each.name === name)
  const users = present === undefined ? [] : usersOf(name, rows)
  const isSame = present?.hash === plugin.hash
  return (
    <Dialog
      title={present ? t`Replace ${manifest.title} ${present.version}?` : t`Install ${manifest.title}?`}
      onClose={desk.forget}
      isWide
      actions={
        <>
          <Button onPress={desk.forget}>{t`Cancel`}</Button>
          <Button look="primary" onPress={() => void desk.install(plugin)}>
            {present ? t`Replace with ${version}` : t`Install`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pt-1">
        <div>
          <p>{manifest.summary}.</p>
          <p className="pt-0.5 text-xs text-muted">
            <code className="font-mono">{name}</code> {version}
            {manifest.author && t` · by ${manifest.author}`}
            {manifest.licence && ` · ${manifest.licence}`}
          </p>
        </div>
        {present && (
          <p className="rounded-lg bg-wash px-3 py-2 text-sm">
            {isSame
              ? t`This very version is installed.`
              : `Version ${present.version} is installed. Runs under way end with it; new ones begin with ${version}.`}
            {users.length > 0 && t` Used by ${namesOf(users)}.`}
          </p>
        )}
        <section aria-label={t`It brings`} className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{t`It brings`}</h3>
          <PluginParts manifest={manifest} />
        </section>
        <section aria-label={t`It may`} className="flex flex-col gap-2">
          <h3 className="text-sm font-semibold">{t`It may, once you allow a workflow that uses it`}</h3>
          <PluginPowers manifest={manifest} {...(present ? { known: present.manifest } : {})} />
          <p className="text-xs text-muted">{t`Its code runs walled in, and reaches nothing but this. Installing it allows nothing yet: each workflow asks before it runs.`}</p>
        </section>
        {manifest.docs !== "" && (
          <section aria-label={t`About it`} className="border-t border-line pt-3 text-sm">
            <Markdown text={manifest.docs} />
          </section>
        )}
      </div>
    </Dialog>
  )
}

const mostNames = 3

/** Some workflows by name. */
export function namesOf(rows: readonly KeptWorkflow[]): string {
  const names = rows.slice(0, mostNames).map(({ id }) => id)
  const more = rows.length - names.length
  return more > 0 ? t`${names.join(", ")} and ${more} more` : names.join(", ")
}
