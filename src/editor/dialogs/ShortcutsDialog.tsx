import { RotateCcw, X } from "lucide-react"
import { type KeyboardEvent, useState } from "react"
import { t } from "../../language/t.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { keysToText } from "../../ui/Keys.tsx"
import { SearchField } from "../../ui/TextField.tsx"
import type { Command } from "../command.ts"
import { commands } from "../commands.ts"
import { keysFor, useChosenKeys, useKeymap } from "../keymap.ts"
import { keysOf } from "../useBuilder.ts"

/** Every command with its keys, which can be changed here. */
export default function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const [search, setSearch] = useState("")
  const chosen = useChosenKeys()
  const keymap = useKeymap()
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = commands.filter(command => {
    const text = `${command.name} ${keysFor(command, chosen).map(keysToText).join(" ")}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
  const hasChanges = Object.keys(chosen.chosen).length > 0

  function resetAll() {
    for (const command of Object.keys(chosen.chosen)) keymap.choose(command, null)
  }

  return (
    <Dialog
      title={t`Shortcuts`}
      isWide
      onClose={onClose}
      actions={hasChanges && <Button icon={RotateCcw} onPress={resetAll}>{t`Reset all`}</Button>}
    >
      <SearchField
        label={t`Find a command or its keys`}
        value={search}
        onChange={setSearch}
        className="mb-3"
      />
      <p className="mb-2 text-xs text-muted">{t`Choose a key field and press the keys that you want. Backspace takes them away, Escape leaves them.`}</p>
      <ul className="divide-y divide-line">
        {shown.map(command => (
          <ShortcutRow key={command.id} command={command} />
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="py-6 text-center text-sm text-muted">{t`No command is called that.`}</p>
      )}
    </Dialog>
  )
}

const loneModifiers = new Set(["Control", "Meta", "Shift", "Alt", "Dead", "Process"])

function ShortcutRow({ command }: { readonly command: Command }) {
  const keymap = useKeymap()
  const chosen = useChosenKeys()
  const [isAsking, setAsking] = useState(false)
  const keys = keysFor(command, chosen)
  const others = commands.filter(
    other => other.id !== command.id && keysFor(other, chosen).some(each => keys.includes(each)),
  )
  const isChanged = keys !== command.keys

  function onKeyDown(event: KeyboardEvent) {
    if (!isAsking) return
    event.stopPropagation()
    if (event.key === "Tab") return setAsking(false)
    event.preventDefault()
    if (loneModifiers.has(event.key)) return
    setAsking(false)
    if (event.key === "Escape") return
    keymap.choose(command.id, event.key === "Backspace" ? [] : [keysOf(event.nativeEvent)])
  }

  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <command.icon size={16} strokeWidth={1.75} className="shrink-0 text-muted" aria-hidden />
      <span className="min-w-40 flex-1 text-sm">{command.name}</span>
      {others.length > 0 && (
        <span className="text-xs text-warn-text">{t`Also ${others.map(({ name }) => `“${name}”`).join(", ")}`}</span>
      )}
      <span className="ml-auto flex items-center gap-2">
        <button
          type="button"
          aria-label={t`Keys of “${command.name}”: ${sayKeys(keys)}`}
          onClick={() => setAsking(true)}
          onBlur={() => setAsking(false)}
          onKeyDown={onKeyDown}
          className={cx(
            "h-7 min-w-24 rounded-lg border px-2 text-xs",
            isAsking ? "border-accent bg-accent-wash text-accent" : "border-line bg-field",
          )}
        >
          {isAsking ? t`Press keys` : sayKeys(keys)}
        </button>
        <IconButton
          icon={isChanged ? RotateCcw : X}
          label={isChanged ? t`Reset “${command.name}”` : t`Take the keys of “${command.name}” away`}
          className="size-7"
          isDisabled={!isChanged && keys.length === 0}
          onPress={() => keymap.choose(command.id, isChanged ? null : [])}
        />
      </span>
    </li>
  )
}

function sayKeys(keys: readonly string[]): string {
  return keys.map(keysToText).join(t` or `) || t`none`
}
