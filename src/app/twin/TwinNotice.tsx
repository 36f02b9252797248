import { FolderSync } from "lucide-react"
import type { ReactNode } from "react"
import { Link } from "wouter"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import type { Twin } from "./twin.ts"
import { useTwin } from "./useTwin.ts"

/** Says, on every page, when the folder that is kept in step waits for a person. */
export default function TwinNotice() {
  const twin = useTwin()
  return twin && <Waiting twin={twin} />
}

function Waiting({ twin }: { readonly twin: Twin }) {
  const { folder, questions } = useStore(twin.store)
  if (folder && !folder.isOpen) {
    return (
      <Bar
        say={t`The browser has closed the folder ${folder.name}. Changes are not written there until you open it.`}
      >
        <Button className="h-7" onPress={() => void twin.home.open()}>{t`Open the folder`}</Button>
      </Bar>
    )
  }
  if (questions.length === 0) return null
  const count = questions.length === 1 ? t`1 workflow differs` : t`${questions.length} workflows differ`
  return (
    <Bar say={t`${count} from the folder ${folder?.name ?? ""}, and only you can say which is right.`}>
      <Link href="/settings" className="text-sm font-semibold text-accent hover:underline">
        {questions.length === 1 ? t`Look at it` : t`Look at them`}
      </Link>
    </Bar>
  )
}

function Bar({ say, children }: { readonly say: string; readonly children: ReactNode }) {
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warn-wash px-4 py-2 text-sm"
    >
      <FolderSync size={16} className="text-warn-text" aria-hidden />
      <span className="min-w-0 flex-1">{say}</span>
      {children}
    </div>
  )
}
