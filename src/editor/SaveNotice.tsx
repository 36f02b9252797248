import { CircleAlert } from "lucide-react"
import { useStore } from "zustand"
import { Button } from "../ui/Button.tsx"
import { useSaving } from "./useEditor.ts"

/** Says when the workflow is not on disk, and what can be done. */
export function SaveNotice() {
  const saving = useSaving()
  const state = useStore(saving.store)
  if (state.is !== "failed") return null
  const isChanged = state.failure.reason === "changed"
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-bad-wash px-4 py-2 text-sm"
    >
      <CircleAlert size={16} className="text-bad" aria-hidden />
      <span className="min-w-0 flex-1">{state.failure.say}</span>
      {isChanged ? (
        <>
          <Button onPress={() => saving.yield()}>Take the other version</Button>
          <Button onPress={() => void saving.insist()}>Keep this one</Button>
        </>
      ) : (
        <Button onPress={() => void saving.flush()}>Try again</Button>
      )}
    </div>
  )
}
