import { History, Radio, RotateCcw } from "lucide-react"
import { useState } from "react"
import { inLanguage } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { Badge } from "../../ui/Badge.tsx"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { EmptyState } from "../../ui/EmptyState.tsx"
import { Switch } from "../../ui/Switch.tsx"
import { Segments } from "../../ui/Tabs.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { useEditor, useEditorState } from "../useEditor.ts"
import {
  useComparison,
  useSnapshotList,
  useVersionList,
  useVersions,
  type Version,
  versionName,
} from "../versions.ts"
import { CompareTexts } from "../yaml/CompareTexts.tsx"
import { ChangeList } from "./ChangeList.tsx"
import { CompareCanvases } from "./CompareCanvases.tsx"

const ways = [
  { id: "list", label: t`Changes` },
  { id: "canvas", label: t`Canvas` },
  { id: "text", label: t`Text` },
] as const

const sayWhen = inLanguage(
  locale => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }),
)

/** All versions: what they changed, side by side with the draft, and the way back to one. */
export function VersionsDialog({ onClose }: { readonly onClose: () => void }) {
  const kept = useVersionList()
  const [showsSnapshots, setShowsSnapshots] = useState(false)
  const snapshots = useSnapshotList(showsSnapshots)
  const [chosen, setChosen] = useState<number | null>(null)
  if (kept === null) return null
  const list = [...kept, ...(snapshots ?? [])].sort((a, b) => b.at - a.at)
  const version = list.find(({ number }) => number === chosen) ?? list[0]
  return (
    <Dialog title={t`Versions`} isFull onClose={onClose}>
      <div className="pb-3 sm:w-[220px]">
        <Switch label={t`Show snapshots`} isOn={showsSnapshots} onChange={setShowsSnapshots} />
        {snapshots?.length === 0 && (
          <p className="pt-1 text-xs text-muted">{t`There are none yet. While you edit, one is kept about once an hour.`}</p>
        )}
      </div>
      {version === undefined ? (
        <EmptyState
          icon={History}
          title={t`Nothing is published yet`}
        >{t`Publish the draft, and it is kept here under a number, to be compared and brought back.`}</EmptyState>
      ) : (
        <div className="grid h-[66dvh] gap-4 sm:grid-cols-[220px_1fr]">
          <ul aria-label={t`Versions`} className="flex flex-col gap-1 overflow-auto max-sm:max-h-40">
            {list.map(each => (
              <li key={each.number}>
                <button
                  type="button"
                  aria-pressed={each === version}
                  onClick={() => setChosen(each.number)}
                  className={cx(
                    "w-full rounded-lg px-2.5 py-2 text-left",
                    each === version ? "bg-accent-wash" : "hover:bg-wash",
                  )}
                >
                  <span className="flex items-center gap-2 text-sm font-medium">
                    <span className={cx("min-w-0 truncate", each.isSnapshot && "text-muted")}>
                      {versionName(each)}
                    </span>
                    {each.isLive && (
                      <Badge>
                        <Radio size={12} className="text-good" aria-hidden /> {t`Live`}
                      </Badge>
                    )}
                  </span>
                  <span className="block text-xs text-muted">{sayWhen().format(each.at)}</span>
                  {each.note !== "" && <span className="block text-xs">{each.note}</span>}
                </button>
              </li>
            ))}
          </ul>
          <Compared key={version.number} version={version} onClose={onClose} />
        </div>
      )}
    </Dialog>
  )
}

function Compared({ version, onClose }: { readonly version: Version; readonly onClose: () => void }) {
  const editor = useEditor()
  const versions = useVersions()
  const draft = useEditorState(state => state.file)
  const comparison = useComparison(version)
  const [way, setWay] = useState<(typeof ways)[number]["id"]>("list")
  const [problem, setProblem] = useState<string | null>(null)
  const count = comparison?.count ?? 0

  /** What is here now is kept first, so that nothing that was written goes. */
  async function restore() {
    if (draft.text !== version.text) {
      const name = t`Before ${versionName(version)} came back`.slice(0, 200)
      const kept = await versions.keep({ text: draft.text, name, note: "", publish: false })
      if (!kept.ok) return setProblem(t`The draft could not be kept, so nothing was changed: ${kept.error}`)
    }
    editor.type(version.text)
    onClose()
  }

  async function goLive() {
    const pointed = await versions.goLive(version.number)
    setProblem(pointed.ok ? null : t`It could not be made live: ${pointed.error}`)
  }

  return (
    <section aria-label={versionName(version)} className="flex min-h-0 min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Segments label={t`Compare as`} segments={ways} value={way} onChange={setWay} />
        <Badge look="plain">
          {count === 0
            ? t`As the draft`
            : count === 1
              ? t`1 change in the draft`
              : t`${count} changes in the draft`}
        </Badge>
        <span className="flex-1" />
        {version.published !== null && !version.isLive && (
          <Button icon={Radio} onPress={() => void goLive()}>{t`Make v${version.published} live`}</Button>
        )}
        <Button icon={RotateCcw} onPress={() => void restore()}>
          {version.published === null ? t`Bring it back` : t`Bring v${version.published} back`}
        </Button>
      </div>
      {problem && <WentWrong>{problem}</WentWrong>}
      <div className="min-h-0 flex-1 overflow-auto">
        {way === "list" && comparison && (
          <ChangeList before={comparison.before} comparison={comparison.found} />
        )}
        {way === "canvas" && comparison && (
          <CompareCanvases
            before={version.text}
            comparison={comparison.found}
            beforeName={versionName(version)}
          />
        )}
        {way === "text" && <CompareTexts before={version.text} after={draft.text} />}
      </div>
    </section>
  )
}
