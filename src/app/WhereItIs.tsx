import { Download, ShieldCheck, Upload } from "lucide-react"
import { useEffect, useState } from "react"
import { FileTrigger } from "react-aria-components"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { Button } from "../ui/Button.tsx"
import { ago } from "./ago.ts"
import { downloadBytes } from "./download.ts"
import { sayBytes } from "./durability.ts"
import { useServices } from "./services.ts"

/** The truth about where everything is, and the ways to make it safer. */
export function WhereItIs() {
  const { durability, backups, now } = useServices()
  const { isPersisted, space, copiedAt } = useStore(durability.store)
  useEffect(() => void durability.look(), [durability])
  const [said, setSaid] = useState<string | null>(null)

  async function keep() {
    const isKept = await durability.askToKeep()
    setSaid(
      isKept
        ? t`The browser will keep everything until you delete it.`
        : t`The browser did not promise it. It does so for pages that are used often, or installed.`,
    )
  }

  async function backUp() {
    const day = new Date(now()).toISOString().slice(0, 10)
    downloadBytes(`rivulet-${day}.backup`, await backups.make())
    durability.copied()
    setSaid(t`The backup is in your downloads.`)
  }

  async function restore(file: File) {
    const restored = await backups.restore(file.stream())
    if (!restored.ok) return setSaid(translated(restored.error.message))
    const { added, replaced, same } = restored.value
    setSaid(
      t`${sayCount(added)} added, ${sayCount(replaced)} brought back over another text that is now a version, ${same} as they were.`,
    )
  }

  return (
    <>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-3 text-sm max-[700px]:grid-cols-1 max-[700px]:gap-y-1 max-[700px]:[&>dd]:mb-2">
        <dt className="text-muted">{t`Kept in`}</dt>
        <dd>{t`This browser, on this device. Nobody else has it.`}</dd>
        <dt className="text-muted">{t`For how long`}</dt>
        <dd>
          {isPersisted === null
            ? t`Finding out`
            : isPersisted
              ? t`Until you delete it: the browser has promised that.`
              : t`As long as the browser likes: it may clear it when the disk is nearly full.`}
        </dd>
        <dt className="text-muted">{t`Room on the disk`}</dt>
        <dd>
          {space === null
            ? t`The browser does not say.`
            : t`${sayBytes(space.used)} used, ${sayBytes(Math.max(0, space.most - space.used))} left`}
        </dd>
        <dt className="text-muted">{t`Last copy outside`}</dt>
        <dd>{copiedAt === null ? t`None. Make one now and then.` : ago(copiedAt, now())}</dd>
      </dl>
      <div className="mt-5 flex flex-wrap gap-2">
        <Button look="primary" icon={Download} onPress={() => void backUp()}>{t`Back up everything`}</Button>
        <FileTrigger
          onSelect={files => {
            const [file] = [...(files ?? [])]
            if (file) void restore(file)
          }}
        >
          <Button icon={Upload}>{t`Restore a backup`}</Button>
        </FileTrigger>
        {isPersisted === false && (
          <Button icon={ShieldCheck} onPress={() => void keep()}>{t`Ask the browser to keep it`}</Button>
        )}
      </div>
      <p role="status" className="mt-3 text-sm empty:mt-0">
        {said}
      </p>
      <p className="mt-3 text-xs text-muted">{t`A backup holds workflows, their versions, runs, and the files and tables that steps keep here. Keys stay in this browser. Restoring goes by id: nothing comes twice, and nothing that you wrote is lost.`}</p>
    </>
  )
}

function sayCount(workflows: number): string {
  return workflows === 1 ? t`1 workflow` : t`${workflows} workflows`
}
