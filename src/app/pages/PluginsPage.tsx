import { ArrowLeft, ClipboardPaste, FileUp, Puzzle } from "lucide-react"
import { useEffect, useState } from "react"
import { DropZone, FileTrigger } from "react-aria-components"
import { Link } from "wouter"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { InstallDialog } from "../plugins/InstallDialog.tsx"
import type { OfferedPlugin } from "../plugins/installed.ts"
import { PluginCard } from "../plugins/PluginCard.tsx"
import { type PluginDesk, usePlugins } from "../plugins/usePlugins.ts"
import { useServices } from "../services.ts"
import { SettingsCard } from "../settings/SettingsCard.tsx"
import { useWorkflows } from "../useWorkflows.ts"

/** The plugins: those that are installed, those that come with Rivulet, and the ways to bring one in. */
export default function PluginsPage() {
  const desk = usePlugins()
  const rows = useWorkflows() ?? []
  const [isPasting, setPasting] = useState(false)
  return (
    <DropZone
      aria-label={t`Drop a plugin here`}
      onDrop={async event => {
        const [file] = event.items.filter(item => item.kind === "file")
        if (file) await desk.lookAtFile(await file.getFile())
      }}
      className="h-full overflow-auto outline-none data-drop-target:bg-accent-wash"
    >
      <div className="mx-auto flex max-w-[920px] flex-col gap-7 px-8 py-7 max-[700px]:px-4 max-[700px]:py-5">
        <header className="flex flex-wrap items-center gap-2">
          <Link href="/settings" aria-label={t`Back to the settings`} className="text-muted hover:text-ink">
            <ArrowLeft size={18} aria-hidden />
          </Link>
          <h1 className="flex-1 text-2xl font-semibold tracking-tight">{t`Plugins`}</h1>
          <div className="flex flex-wrap gap-2">
            <Button icon={ClipboardPaste} onPress={() => setPasting(true)}>{t`Paste one`}</Button>
            <FileTrigger
              acceptedFileTypes={[".js", ".ts", ".mjs"]}
              onSelect={files => files?.[0] && void desk.lookAtFile(files[0])}
            >
              <Button look="primary" icon={FileUp}>{t`Install from a file`}</Button>
            </FileTrigger>
          </div>
        </header>
        <p role="status" className="-mt-4 text-sm text-muted empty:hidden">
          {desk.isReading && t`Reading the plugin …`}
        </p>
        {desk.trouble !== null && !isPasting && (
          <p
            role="alert"
            className="-mt-4 rounded-lg bg-bad-wash px-4 py-3 text-sm break-words text-bad-text"
          >
            {desk.trouble}
          </p>
        )}
        <SettingsCard
          title={t`Installed`}
          help={t`What a plugin brings appears in the library like any other step. What it needs is asked for by each workflow that uses it.`}
        >
          {desk.installed.length === 0 && (
            <EmptyState
              icon={Puzzle}
              title={t`No plugins yet`}
            >{t`Install one that comes with Rivulet, or drop a plugin's file anywhere on this page.`}</EmptyState>
          )}
          {desk.installed.length > 0 && (
            <ul aria-label={t`Installed plugins`} className="divide-y divide-line">
              {desk.installed.map(plugin => (
                <PluginCard key={plugin.name} {...{ plugin, desk, rows }} />
              ))}
            </ul>
          )}
        </SettingsCard>
        <Offered desk={desk} />
      </div>
      {isPasting && <PasteDialog desk={desk} onClose={() => setPasting(false)} />}
      {desk.asked && <InstallDialog plugin={desk.asked} desk={desk} rows={rows} />}
    </DropZone>
  )
}

function Offered({ desk }: { readonly desk: PluginDesk }) {
  const { plugins } = useServices()
  const [offered, setOffered] = useState<readonly OfferedPlugin[]>([])
  useEffect(() => {
    let isHere = true
    void plugins.offered().then(all => isHere && setOffered(all))
    return () => {
      isHere = false
    }
  }, [plugins])
  return (
    <SettingsCard
      title={t`Come with Rivulet`}
      help={t`They are here already, so they install offline. Read them to see how a plugin is made.`}
    >
      <ul aria-label={t`Plugins that come with Rivulet`} className="divide-y divide-line">
        {offered.map(({ name, title, summary }) => (
          <li key={name} className="flex items-center gap-3 px-5 py-3.5">
            <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent">
              <Puzzle size={18} strokeWidth={1.75} aria-hidden />
            </span>
            <div className="min-w-0 flex-1">
              <p className="font-medium">{title}</p>
              <p className="text-sm text-muted">{summary}.</p>
            </div>
            {desk.installed.some(plugin => plugin.name === name) ? (
              <span className="text-sm text-muted">{t`Installed`}</span>
            ) : (
              <Button
                aria-label={t`Install ${title}`}
                onPress={() => void desk.lookAtOffered(name)}
              >{t`Install`}</Button>
            )}
          </li>
        ))}
      </ul>
    </SettingsCard>
  )
}

function PasteDialog({ desk, onClose }: { readonly desk: PluginDesk; readonly onClose: () => void }) {
  const [text, setText] = useState("")
  const close = () => {
    desk.calm()
    onClose()
  }
  return (
    <Dialog
      title={t`Paste a plugin`}
      onClose={close}
      isWide
      actions={
        <>
          <Button onPress={close}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isDisabled={text.trim() === "" || desk.isReading}
            onPress={async () => {
              if (await desk.look(text)) onClose()
            }}
          >{t`Look at it`}</Button>
        </>
      }
    >
      <TextField
        label={t`The plugin's code`}
        lines={14}
        isMono
        value={text}
        onChange={setText}
        spellCheck="false"
        placeholder={t`export default { plugin: 1, name: …`}
        help={t`Nothing is installed before you have seen what it brings and what it may do.`}
        {...(desk.trouble === null ? {} : { problem: desk.trouble })}
      />
    </Dialog>
  )
}
