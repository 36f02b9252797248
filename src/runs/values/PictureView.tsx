import { useState } from "react"
import { t } from "../../language/t.ts"
import type { Json } from "../../lib/json.ts"
import { pictureIn } from "./valueLooks.ts"

/** A picture that the value itself holds. */
export function PictureView({ label, value }: { readonly label: string; readonly value: Json }) {
  const [isBroken, setBroken] = useState(false)
  if (isBroken)
    return <p className="text-sm text-muted">{t`This says it is a picture, but it cannot be read as one.`}</p>
  return (
    <img
      alt={label}
      src={pictureIn(value) ?? ""}
      onError={() => setBroken(true)}
      className="max-h-72 max-w-full self-start rounded-lg border border-line bg-wash object-contain"
    />
  )
}
