import { useState } from "react"
import { t } from "../../language/t.ts"
import type { Problem } from "../../model/problems.ts"
import { Button } from "../../ui/Button.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { useServices } from "../services.ts"

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
        label={t`Passphrase`}
        isLabelHidden
        placeholder={t`Passphrase`}
        type="password"
        autoComplete="off"
        autoFocus={autoFocus}
        value={passphrase}
        onChange={setPassphrase}
        problem={problem?.message}
      />
      <Button type="submit" look="primary" isDisabled={isBusy}>
        {isBusy ? t`Unlocking …` : t`Unlock`}
      </Button>
    </form>
  )
}
