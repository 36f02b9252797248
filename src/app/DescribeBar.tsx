import { Sparkles } from "lucide-react"
import { type ReactNode, useEffect, useState } from "react"
import { Input, TextField } from "react-aria-components"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import { useServices } from "./services.ts"

interface DescribeBarProps {
  readonly onDescribe: (words: string) => void
  /** The other ways to a workflow. */
  readonly children: ReactNode
}

/** Where a workflow begins: in words, of which a model makes a proposal, or in one of the other ways. */
export function DescribeBar({ onDescribe, children }: DescribeBarProps) {
  const { wish } = useServices()
  const [words, setWords] = useState("")
  // Not while it is made, which may be more than once.
  useEffect(() => setWords(now => now || wish.takeBack()), [wish])
  const isSaid = words.trim() !== ""
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (isSaid) onDescribe(words.trim())
      }}
      className="flex items-center gap-2 rounded-xl border border-line bg-panel py-2 pr-2.5 pl-4 shadow-card has-[input:focus]:border-accent max-[700px]:flex-wrap max-[700px]:pl-2.5"
    >
      <TextField
        aria-label={t`Describe what should happen`}
        value={words}
        onChange={setWords}
        className="flex min-w-0 flex-1 items-center gap-3 max-[700px]:basis-full"
      >
        <Sparkles size={19} strokeWidth={1.75} className="shrink-0 text-ai" aria-hidden />
        <Input
          placeholder={t`Describe what should happen, and look at the proposal before anything is done`}
          className="h-9 min-w-0 flex-1 truncate bg-transparent text-sm outline-none placeholder:text-muted"
        />
      </TextField>
      {isSaid && <Button type="submit" icon={Sparkles}>{t`Propose it`}</Button>}
      {children}
    </form>
  )
}
