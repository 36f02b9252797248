import { useEffect, useId, useRef, useState } from "react"
import { useEditor } from "./useEditor.ts"

/** What a field shows, and how it says that this has changed: the text is there at once, the document follows. */
export function useTyped(value: string, onChange: (text: string) => void): [string, (text: string) => void] {
  const { typing } = useEditor()
  const name = useId()
  const [typed, setTyped] = useState<string | null>(null)
  // What is around the field may have changed by the time that the document follows.
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => () => typing.settle(), [typing])
  const type = (text: string) => {
    setTyped(text)
    typing.soon(name, () => {
      latest.current(text)
      setTyped(now => (now === text ? null : now))
    })
  }
  return [typed ?? value, type]
}
