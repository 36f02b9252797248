import { Plus } from "lucide-react"
import { t } from "../../../language/t.ts"
import { Button } from "../../../ui/Button.tsx"
import { commandById } from "../../commands.ts"
import { useCommandContext } from "../../useBuilder.ts"

/** What a canvas without a step says: how the first one comes there. */
export default function FirstStep() {
  const context = useCommandContext()
  return (
    <div className="pointer-events-none absolute top-[62%] left-1/2 z-10 flex w-max max-w-[calc(100%-24px)] -translate-x-1/2 flex-col items-center gap-2 text-center">
      <Button
        icon={Plus}
        className="pointer-events-auto"
        onPress={() => commandById("add_here").run(context)}
      >{t`Add the first step`}</Button>
      <p className="text-xs text-muted max-[700px]:hidden">{t`Or drag one here from the library.`}</p>
    </div>
  )
}
