import { Zap, ZapOff } from "lucide-react"
import { t } from "../language/t.ts"
import { IconButton } from "../ui/Button.tsx"

/** Says whether the workflow starts by itself, and leads to the switch. */
export function StartsByItselfButton({
  isOn,
  onPress,
}: {
  readonly isOn: boolean
  readonly onPress: () => void
}) {
  return (
    <IconButton
      icon={isOn ? Zap : ZapOff}
      label={isOn ? t`Starts by itself: on` : t`Starts by itself: off`}
      isLit={isOn}
      side="bottom"
      aria-haspopup="dialog"
      className="max-[700px]:hidden"
      onPress={onPress}
    />
  )
}
