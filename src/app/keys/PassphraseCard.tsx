import { Lock, LockOpen } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import type { Problem } from "../../model/problems.ts"
import type { VaultView } from "../../model/vault.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { useServices } from "../services.ts"
import { UnlockForm } from "./UnlockForm.tsx"

const minutes = [
  { id: "5", label: t`after 5 minutes` },
  { id: "15", label: t`after 15 minutes` },
  { id: "60", label: t`after an hour` },
  { id: "never", label: t`when the page is closed` },
]

/** How the keys are locked: by this browser alone, or by a passphrase too. */
export function PassphraseCard({ view }: { readonly view: VaultView }) {
  const { vault } = useServices()
  const [dialog, setDialog] = useState<"set" | "change" | "remove" | null>(null)
  const { hasPassphrase, isLocked, autoLock } = view
  const Icon = isLocked ? Lock : LockOpen
  return (
    <section
      aria-label={t`Passphrase`}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl border border-line bg-panel px-4 py-3.5 shadow-card"
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent-wash text-accent">
        <Icon size={18} strokeWidth={1.75} aria-hidden />
      </span>
      <div className="min-w-52 flex-1">
        <h2 className="font-medium">
          {isLocked
            ? t`The keys are locked`
            : hasPassphrase
              ? t`Unlocked with your passphrase`
              : t`Encrypted in this browser`}
        </h2>
        <p className="text-xs text-muted">
          {isLocked
            ? t`Whoever sits here cannot use them without the passphrase. A run that needs one waits.`
            : hasPassphrase
              ? t`Without the passphrase nobody can use them, not even with a copy of this browser’s data.`
              : t`Their encryption key cannot be read or taken out of this browser. A passphrase also guards against whoever uses this computer.`}
        </p>
      </div>
      {isLocked ? (
        <UnlockForm />
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          {hasPassphrase ? (
            <>
              <div className="w-48">
                <Select
                  label={t`Lock by itself`}
                  isLabelHidden
                  value={autoLock === null ? "never" : String(autoLock)}
                  choices={minutes.map(({ id, label }) => ({ id, label: t`Lock ${label}` }))}
                  onChange={id => void vault.setAutoLock(id === "never" ? null : Number(id))}
                />
              </div>
              <Button onPress={() => setDialog("change")}>{t`Change`}</Button>
              <Button onPress={() => setDialog("remove")}>{t`Take away`}</Button>
              <Button icon={Lock} look="primary" onPress={() => vault.lock()}>{t`Lock now`}</Button>
            </>
          ) : (
            <Button onPress={() => setDialog("set")}>{t`Set a passphrase`}</Button>
          )}
        </div>
      )}
      {dialog && <PassphraseDialog what={dialog} onClose={() => setDialog(null)} />}
    </section>
  )
}

const titles = {
  set: t`Set a passphrase`,
  change: t`Change the passphrase`,
  remove: t`Take the passphrase away`,
}

function PassphraseDialog({
  what,
  onClose,
}: {
  readonly what: keyof typeof titles
  readonly onClose: () => void
}) {
  const { vault } = useServices()
  const [present, setPresent] = useState("")
  const [next, setNext] = useState("")
  const [again, setAgain] = useState("")
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const differs = what !== "remove" && again !== "" && again !== next
  const save = async (): Promise<void> => {
    if (what !== "remove" && again !== next) return setProblem(null)
    setBusy(true)
    const done = await vault.setPassphrase(what === "remove" ? null : next, present)
    setBusy(false)
    if (done.ok) onClose()
    else setProblem(done.error)
  }
  return (
    <Dialog
      title={titles[what]}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look={what === "remove" ? "danger" : "primary"}
            isDisabled={isBusy}
            onPress={() => void save()}
          >
            {isBusy ? t`Working …` : titles[what]}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4 pt-2"
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        {what !== "set" && (
          <TextField
            label={t`Present passphrase`}
            type="password"
            autoComplete="off"
            value={present}
            onChange={setPresent}
            problem={problem?.code === "vault_wrong_passphrase" ? problem.message : undefined}
          />
        )}
        {what !== "remove" && (
          <>
            <TextField
              label={t`New passphrase`}
              type="password"
              autoComplete="new-password"
              value={next}
              onChange={setNext}
              help={t`Nobody can bring it back. If it is forgotten, the keys have to be added again.`}
              problem={problem && problem.code !== "vault_wrong_passphrase" ? problem.message : undefined}
            />
            <TextField
              label={t`The same once more`}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={setAgain}
              problem={differs ? t`This is not the same.` : undefined}
            />
          </>
        )}
        {what === "remove" && problem && problem.code !== "vault_wrong_passphrase" && (
          <WentWrong>{problem.message}</WentWrong>
        )}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
