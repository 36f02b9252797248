import { useState } from "react"
import type { Problem } from "../../model/problems.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useServices } from "../services.ts"
import { useVault } from "./useVault.ts"

/** Opens the vault with the passphrase. */
export function UnlockForm({ autoFocus = false }: { readonly autoFocus?: boolean }) {
  const { vault } = useServices()
  const [passphrase, setPassphrase] = useState("")
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  return (
    <form
      className="flex min-w-0 items-start gap-2"
      onSubmit={event => {
        event.preventDefault()
        setBusy(true)
        void vault.unlock(passphrase).then(done => {
          setBusy(false)
          setProblem(done.ok ? null : done.error)
        })
      }}
    >
      <TextField
        label="Passphrase"
        isLabelHidden
        placeholder="Passphrase"
        type="password"
        autoComplete="off"
        autoFocus={autoFocus}
        value={passphrase}
        onChange={setPassphrase}
        problem={problem?.message}
      />
      <Button type="submit" look="primary" isDisabled={isBusy}>
        {isBusy ? "Unlocking …" : "Unlock"}
      </Button>
    </form>
  )
}

/** Asks for the passphrase wherever somebody is, when a run waits for a key. */
export function UnlockDialog() {
  const { vault } = useServices()
  const wanted = useVault()?.wanted ?? null
  if (wanted === null) return null
  return (
    <Dialog title="Unlock the keys" onClose={() => vault.refuse()}>
      <p className="pb-3 text-sm text-muted">
        The key <strong className="font-medium text-ink">{wanted}</strong> is needed now, and the keys are
        locked. What needs it waits.
      </p>
      <UnlockForm autoFocus />
    </Dialog>
  )
}
