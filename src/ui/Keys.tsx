import { inLanguage } from "../language/formats.ts"
import { t } from "../language/t.ts"

const isApple = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform)
const names = inLanguage((): { readonly [key: string]: string } => ({
  Mod: isApple ? "⌘" : t`Ctrl`,
  Shift: isApple ? "⇧" : t`Shift`,
  Alt: isApple ? "⌥" : t`Alt`,
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: t`Del`,
  Escape: t`Esc`,
  Space: t`Space`,
}))

/** A shortcut such as `Mod+K`, as the person's keyboard names it. */
export function keysToText(keys: string): string {
  const parts = keys.split("+").map(key => names()[key] ?? key)
  return parts.join(isApple ? "" : "+")
}

/** A shortcut, drawn small. */
export function Keys({ keys }: { readonly keys: string }) {
  return <kbd className="font-sans text-2xs opacity-70">{keysToText(keys)}</kbd>
}
