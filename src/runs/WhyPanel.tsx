import { X } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { phrase } from "../language/phrase.tsx"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import type { Problem } from "../model/problems.ts"
import type { Why } from "../model/why.ts"
import { pathText } from "../syntax/pathText.ts"
import { IconButton } from "../ui/Button.tsx"
import { cx } from "../ui/cx.ts"
import type { WhyField } from "./asksWhy.ts"
import { useRuns } from "./runsContext.ts"
import { type Lit, litBy } from "./whyLit.ts"
import { sayWhy } from "./whyWords.ts"

interface WhyPanelProps {
  readonly field: WhyField
  readonly nameOf: (step: string) => string
  /** Shows the step that a part of the answer speaks of. */
  readonly onStep: (step: string) => void
  readonly onClose: () => void
  /** Told what to light up on the canvas; null for nothing. */
  readonly onLit: (lit: Lit | null) => void
}

interface Answer {
  /** Null while it is being worked out. */
  readonly why: Why | null
  readonly problem: Problem | null
}

/** What the run answers; what has a part in the value is lit up meanwhile. */
function useAnswer(field: WhyField, onLit: WhyPanelProps["onLit"]): Answer {
  const { service } = useRuns()
  const [answer, setAnswer] = useState<Answer>({ why: null, problem: null })
  useEffect(() => {
    let isOpen = true
    void service.why(field).then(result => {
      if (isOpen)
        setAnswer(result.ok ? { why: result.value, problem: null } : { why: null, problem: result.error })
    })
    return () => {
      isOpen = false
    }
  }, [field, service])
  const { why } = answer
  useEffect(() => {
    if (why === null) return
    onLit(litBy(why))
    return () => onLit(null)
  }, [why, onLit])
  return answer
}

/** Why a value of a run is like it is: what made it, what that was made from, back to where it began. */
export default function WhyPanel({ field, nameOf, onStep, onClose, onLit }: WhyPanelProps) {
  const { why, problem } = useAnswer(field, onLit)
  const heading = useRef<HTMLHeadingElement>(null)
  // The panel answers a press: whoever asked goes on in it, and back where they were when it closes.
  useEffect(() => {
    const asker = document.activeElement
    heading.current?.focus()
    return () => {
      if (document.activeElement === document.body && asker instanceof HTMLElement) asker.focus()
    }
  }, [])
  const asked = field.place === "output" ? "output" : field.place.step
  return (
    <section
      aria-label={t`Why it is so`}
      onKeyDown={event => event.key === "Escape" && onClose()}
      className={cx(
        "fixed bottom-4 left-1/2 z-40 flex max-h-[55dvh] w-[min(40rem,calc(100vw-2rem))] -translate-x-1/2 flex-col",
        "rounded-xl border border-line bg-raised shadow-lg",
        // On a tablet it stands over the panel alone, so that the canvas above shows the way.
        "min-[700px]:left-15 min-[700px]:max-h-[33dvh] min-[700px]:translate-x-0",
        // Where there is room it takes the library's place: the canvas beside it shows the way, and the values what else can be asked.
        "min-[1200px]:static min-[1200px]:max-h-none min-[1200px]:w-80 min-[1200px]:shrink-0 min-[1200px]:rounded-none",
        "min-[1200px]:border-0 min-[1200px]:border-r min-[1200px]:bg-panel min-[1200px]:shadow-none min-[1200px]:[&+aside]:hidden",
      )}
    >
      <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2
          ref={heading}
          tabIndex={-1}
          className="min-w-0 flex-1 truncate text-sm font-semibold outline-none"
        >
          {phrase`Why ${(
            <span className="font-mono text-xs font-normal">
              {asked}
              {pathText(field.path)}
            </span>
          )} is so`}
        </h2>
        <IconButton icon={X} label={t`Close`} className="size-7" onPress={onClose} />
      </header>
      <div className="min-h-0 overflow-auto px-4 py-3">
        {problem !== null && <p className="text-sm text-bad-text">{translated(problem.message)}</p>}
        {problem === null && why === null && (
          <p className="text-sm text-muted">{t`Looking back through the run…`}</p>
        )}
        {why !== null && (
          <ul className="flex flex-col">
            <Part why={why} nameOf={nameOf} onStep={onStep} />
          </ul>
        )}
      </div>
    </section>
  )
}

const dots: { readonly [Source in Why["source"]]: string } = {
  step: "bg-accent",
  expression: "bg-ai",
  input: "bg-data",
  trigger: "bg-accent",
  constant: "bg-faint",
  variable: "bg-data",
  secret: "bg-people",
  run: "bg-faint",
  answer: "bg-people",
  kept: "bg-faint",
  changed: "bg-warn",
  unrun: "bg-warn",
}

function Part({ why, nameOf, onStep }: { readonly why: Why } & Pick<WhyPanelProps, "nameOf" | "onStep">) {
  const { say, path } = sayWhy(why, nameOf)
  const { place } = why
  return (
    <li className="flex flex-col gap-1 py-1">
      <div className="flex min-w-0 items-baseline gap-2 text-sm">
        <span
          aria-hidden
          className={cx("mt-1.5 size-2 shrink-0 self-start rounded-full", dots[why.source])}
        />
        <p className="min-w-0 break-words">
          {why.source === "step" && place !== undefined ? (
            <button
              type="button"
              className="cursor-default rounded text-left hover:underline"
              onClick={() => onStep(place.step)}
            >
              {say}
            </button>
          ) : (
            say
          )}
          {path !== "" && <code className="ml-1.5 font-mono text-xs text-muted">{path}</code>}
        </p>
      </div>
      {why.expression !== undefined && why.expression !== "" && (
        <code className="ml-4 block rounded bg-accent-wash px-2 py-1 font-mono text-xs break-words whitespace-pre-wrap">
          {why.expression}
        </code>
      )}
      {why.shown !== undefined && (
        <p className="ml-4 line-clamp-2 font-mono text-xs break-words whitespace-pre-wrap text-muted">
          {why.shown === "" ? t`Empty text` : why.shown}
        </p>
      )}
      {why.isCut && (
        <p className="ml-4 text-xs text-muted">{t`Explained above, or too far back to follow here.`}</p>
      )}
      {why.from.length > 0 && (
        <ul className="ml-[3px] flex flex-col border-l border-line pl-3">
          {why.from.map((inner, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer never changes, and its parts have no other name.
            <Part key={place} why={inner} nameOf={nameOf} onStep={onStep} />
          ))}
        </ul>
      )}
    </li>
  )
}
