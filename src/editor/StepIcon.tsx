import { Box } from "lucide-react"
import { createContext, useContext, useEffect } from "react"
import { useStore } from "zustand"
import { own } from "../lib/json.ts"
import { createIconShelf, type IconShelf } from "./icons.ts"

/** The icons that the catalogue names. */
export const IconsContext = createContext<IconShelf>(createIconShelf({}, async () => ({ icons: {} })))

/** The icon of a kind or trigger type; a plain box for a name that nobody knows. */
export function StepIcon({ name, size = 18 }: { readonly name: string; readonly size?: number }) {
  const shelf = useContext(IconsContext)
  const found = useStore(shelf.store, icons => own(icons, name))
  useEffect(() => {
    if (found === undefined) shelf.bringAll()
  }, [found, shelf])
  const Icon = found ?? Box
  return <Icon size={size} strokeWidth={1.75} className="shrink-0" aria-hidden />
}

/** The icon on its tile, in the hue of what is around it. */
export function IconTile({ name, size = 36 }: { readonly name: string; readonly size?: number }) {
  return (
    <span className="card-tile" style={{ width: size, height: size }}>
      <StepIcon name={name} size={Math.round(size / 2)} />
    </span>
  )
}
