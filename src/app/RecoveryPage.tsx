import { Download, LifeBuoy, RotateCcw, Upload } from "lucide-react"
import { useEffect, useState } from "react"
import { FileTrigger } from "react-aria-components"
import { t } from "../language/t.ts"
import type { Result } from "../lib/result.ts"
import { Button } from "../ui/Button.tsx"
import { Mark } from "../ui/Mark.tsx"
import { WentWrong } from "../ui/WentWrong.tsx"
import { ago } from "./ago.ts"
import { downloadBytes } from "./download.ts"

interface RecoveryPageProps {
  /** What has become of the data. */
  readonly lost:
    | { readonly is: "gone"; readonly workflows: number }
    | { readonly is: "unreadable"; readonly why: string }
  /** The last copy that the page kept by itself; null where there is none. */
  readonly last: () => Promise<File | null>
  /** Brings a copy in; what cannot be read is put out of its way. */
  readonly restore: (copy: File) => Promise<Result<unknown, { readonly message: string }>>
  /** Begins with nothing. */
  readonly startAnew: () => Promise<void>
  /** Loads the page again. */
  readonly reload: () => void
  readonly now: () => number
}

/**
 * Stands in place of everything where the stored data is gone or cannot be read, and needs no database itself: says
 * what is known, and offers the last copy.
 */
export function RecoveryPage({ lost, last, restore, startAnew, reload, now }: RecoveryPageProps) {
  const [copy, setCopy] = useState<File | null | undefined>(undefined)
  const [problem, setProblem] = useState<string | null>(null)
  const [isSure, setSure] = useState(false)
  useEffect(() => void last().then(setCopy), [last])

  async function bring(file: File) {
    const restored = await restore(file)
    if (restored.ok) reload()
    else setProblem(restored.error.message)
  }

  return (
    <main className="grid h-full place-items-center overflow-auto bg-background p-4">
      <section
        aria-label={t`Recovery`}
        className="flex w-full max-w-xl flex-col gap-5 rounded-2xl border border-line bg-panel p-7 shadow-card max-[480px]:p-5"
      >
        <header className="flex items-center gap-3">
          <Mark size={26} />
          <h1 className="text-lg font-semibold">{title(lost)}</h1>
        </header>
        <p>{explanation(lost)}</p>
        <div className="flex items-center gap-3 rounded-xl bg-wash px-4 py-3 text-sm">
          <LifeBuoy size={20} className="shrink-0 text-accent" aria-hidden />
          <p className="min-w-0 flex-1">
            {copy === undefined && t`Looking for the last copy`}
            {copy === null && t`The page has no copy of its own. Restore a backup that you have made.`}
            {copy &&
              t`The page has made a copy ${ago(copy.lastModified, now())}: workflows, their versions, and the files and tables of steps. Runs are not in it.`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {copy && (
            <>
              <Button
                look="primary"
                icon={RotateCcw}
                onPress={() => void bring(copy)}
              >{t`Restore the last copy`}</Button>
              <Button
                icon={Download}
                onPress={() => downloadBytes("rivulet-last.backup", copy)}
              >{t`Save it as a file`}</Button>
            </>
          )}
          <FileTrigger
            onSelect={files => {
              const [file] = [...(files ?? [])]
              if (file) void bring(file)
            }}
          >
            <Button icon={Upload}>{t`Restore a backup`}</Button>
          </FileTrigger>
        </div>
        <div className="border-t border-line pt-4 text-sm text-muted">
          {isSure ? (
            <div className="flex flex-wrap items-center gap-3">
              <span className="flex-1">{t`Begin with nothing? What is left of the old data goes.`}</span>
              <Button onPress={() => setSure(false)}>{t`No`}</Button>
              <Button
                onPress={() =>
                  void startAnew().then(reload, cause =>
                    setProblem(cause instanceof Error ? cause.message : String(cause)),
                  )
                }
              >{t`Begin with nothing`}</Button>
            </div>
          ) : (
            <Button
              look="quiet"
              className="-ml-2"
              onPress={() => setSure(true)}
            >{t`Go on without the old data`}</Button>
          )}
        </div>
        {problem && <WentWrong>{problem}</WentWrong>}
      </section>
    </main>
  )
}

function title({ is }: RecoveryPageProps["lost"]): string {
  return is === "gone" ? t`Your workflows are not here any more` : t`The stored data cannot be read`
}

function explanation(lost: RecoveryPageProps["lost"]): string {
  if (lost.is === "unreadable")
    return `The browser says: ${lost.why}. Nothing was changed. Loading the page again may help; if it does not, restore a copy.`
  const what = lost.workflows === 1 ? t`was 1 workflow` : t`were ${lost.workflows} workflows`
  return t`There ${what} in this browser. Its data has been cleared since: by the browser, when the disk was full, or by a person.`
}
