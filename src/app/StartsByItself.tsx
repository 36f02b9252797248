import { Zap, ZapOff } from "lucide-react"
import { lazy, Suspense, useState } from "react"
import { t } from "../language/t.ts"
import { IconButton } from "../ui/Button.tsx"
import { useSwitchedOn } from "./triggerService.ts"

const StartsByItselfDialog = lazy(() => import("./StartsByItselfDialog.tsx"))

/** Says whether the workflow starts by itself, and opens the switch. */
export function StartsByItselfButton({
  workflow,
  name,
}: {
  readonly workflow: string
  readonly name: string
}) {
  const isOn = useSwitchedOn()?.has(workflow) ?? false
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <IconButton
        icon={isOn ? Zap : ZapOff}
        label={isOn ? t`Starts by itself: on` : t`Starts by itself: off`}
        isLit={isOn}
        side="bottom"
        aria-haspopup="dialog"
        className="max-[700px]:hidden"
        onPress={() => setOpen(true)}
      />
      {isOpen && (
        <Suspense>
          <StartsByItselfDialog workflow={workflow} name={name} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
