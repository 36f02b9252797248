import { phrase } from "../../language/phrase.tsx"
import { t } from "../../language/t.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { useServices } from "../services.ts"
import { UnlockForm } from "./UnlockForm.tsx"

/** Asks for the passphrase, as the key of this name is needed. */
export default function UnlockDialog({ wanted }: { readonly wanted: string }) {
  const { vault } = useServices()
  return (
    <Dialog title={t`Unlock the keys`} onClose={() => vault.refuse()}>
      <p className="pb-3 text-sm text-muted">
        {phrase`The key ${<strong className="font-medium text-ink">{wanted}</strong>} is needed now, and the keys are locked. What needs it waits.`}
      </p>
      <UnlockForm autoFocus />
    </Dialog>
  )
}
