import { useState } from "react"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { NewsDialog } from "../news/NewsDialog.tsx"
import { SettingsCard, SettingsRow } from "./SettingsCard.tsx"

/** What the updates of Rivulet have brought. */
export function NewsCard() {
  const [isOpen, setOpen] = useState(false)
  return (
    <SettingsCard title={t`Updates`} help={t`A new version is there with your next visit.`}>
      <SettingsRow title={t`What is new`} about={t`What has changed, the newest first.`}>
        <Button onPress={() => setOpen(true)}>{t`Show what is new`}</Button>
      </SettingsRow>
      {isOpen && <NewsDialog onClose={() => setOpen(false)} />}
    </SettingsCard>
  )
}
