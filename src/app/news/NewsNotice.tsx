import { useEffect, useState } from "react"
import { t } from "../../language/t.ts"
import { createPageMemory } from "../../ui/pageMemory.ts"
import { useToasts } from "../../ui/Toast.tsx"
import { useServices } from "../services.ts"
import { NewsDialog } from "./NewsDialog.tsx"
import { isUnheard, newestDay } from "./news.ts"

/** Says once after an update that something is new, and shows it to whoever wants to see it. */
export default function NewsNotice() {
  const { workflows } = useServices()
  const toasts = useToasts()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const memory = createPageMemory(window, "rivulet.news")
    const kept = memory.read()
    memory.write(newestDay())
    void workflows.all().then(all => {
      // What was made since the page was opened may be the first of all.
      const hasMade = all.some(({ changed }) => changed < performance.timeOrigin)
      if (!isUnheard(kept, hasMade)) return
      const action = { label: t`What is new`, run: () => setOpen(true) }
      toasts.show({ say: t`Rivulet has been updated.`, action })
    })
  }, [workflows, toasts])
  return isOpen ? <NewsDialog onClose={() => setOpen(false)} /> : null
}
