import { Keyboard } from "lucide-react"
import { useState } from "react"
import { KeymapContext } from "../../editor/keymap.ts"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { later } from "../../ui/later.tsx"
import { useServices } from "../services.ts"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

// The list of commands brings the builder with it.
const ShortcutsDialog = later(() => import("../../editor/dialogs/ShortcutsDialog.tsx"))

/** Which keys do what. */
export function ShortcutsCard() {
  const { keymap } = useServices()
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingsCard title={t`Keyboard`} help={t`Everything that the canvas can do, the keyboard can do.`}>
      <SettingsRow title={t`Shortcuts of the builder`} about={t`In the builder, the key ? shows them too.`}>
        <Button icon={Keyboard} onPress={() => setOpen(true)}>{t`See and change`}</Button>
      </SettingsRow>
      {isOpen && (
        <KeymapContext value={keymap}>
          <ShortcutsDialog onClose={() => setOpen(false)} />
        </KeymapContext>
      )}
    </SettingsCard>
  )
}
