import {
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react"
import type { Completion, Completions } from "../../check/completion.ts"
import type { Path } from "../../lib/json.ts"
import { FieldFrame, TextBox } from "../../ui/TextField.tsx"
import { useEditor } from "../useEditor.ts"
import { useTyped } from "../useTyped.ts"
import { CompletionList } from "./CompletionList.tsx"
import { ExpressionPlaceContext } from "./expressionPlace.ts"
import { PreviewLine } from "./PreviewLine.tsx"
import { PreviewContext } from "./previewService.ts"
import { useExpressionHelp, usePreview } from "./useExpressionHelp.ts"

interface ExpressionFieldProps {
  readonly label: ReactNode
  readonly isLabelHidden?: boolean
  readonly value: string
  readonly onChange: (text: string) => void
  readonly help?: ReactNode
  readonly problem?: ReactNode
  readonly placeholder?: string
  /** Grows with its text, from this many lines on; one line that does not grow, if left out. */
  readonly lines?: number
  readonly isMono?: boolean
  /** The texts are evaluated inside the step's own scope. */
  readonly isInside?: boolean
  /** Braces in it are no expressions. */
  readonly isRaw?: boolean
  /** A button that stands in the box. */
  readonly beside?: ReactNode
}

interface Open {
  readonly completions: Completions
  /** Its place in the list; -1 while keys belong to the text alone, since nothing of a name was typed. */
  readonly active: number
  /** Whether a hand has gone to that place, and not only the list begun there. */
  readonly isChosen: boolean
  /** The text that they complete: what is typed, or what stands for it. */
  readonly text: string
  readonly typed: string
}

/**
 * A field whose text may hold expressions: inside braces it offers what may be written there, and below it stands the
 * value that the text would have.
 */
export function ExpressionField(props: ExpressionFieldProps) {
  const {
    label,
    isLabelHidden = false,
    help,
    problem,
    placeholder = "",
    lines,
    isMono = true,
    beside,
  } = props
  const [value, onChange] = useTyped(props.value, props.onChange)
  const place = useContext(ExpressionPlaceContext)
  const preview = usePreview(props.isRaw ? undefined : value)
  const { complete, forget } = useCompletions(props.isInside === true)
  const listId = useId()
  const box = useRef<HTMLInputElement | HTMLTextAreaElement | null>(null)
  const caret = useRef<number | null>(null)
  /** The text of which it is not known yet all that may be written there. */
  const asking = useRef<{ readonly text: string } | null>(null)
  /** Whether Enter was pressed meanwhile: it means the first of what is about to be offered. */
  const isEntered = useRef(false)
  const [open, setOpen] = useState<Open | null>(null)
  const canComplete = place !== null && !props.isRaw

  useLayoutEffect(() => {
    if (caret.current === null) return
    box.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })

  // What is still on its way opens nothing that was closed.
  const close = (): void => {
    forget()
    asking.current = null
    isEntered.current = false
    setOpen(null)
  }
  const offer = (text: string, offset: number, isAsked: boolean): void => {
    const meant = meantAt(text, offset)
    isEntered.current = false
    if (!canComplete || meant === null) {
      close()
      return
    }
    const asks = { text }
    asking.current = asks
    const isStill = () => box.current?.value === text && box.current.selectionStart === offset
    const asked = complete(meant.text, meant.offset, found => {
      if (!isStill()) return
      const isWorth = found !== null && found.options.length > 0 && (isAsked || isUseful(found))
      const isNamed = isAsked || (found?.typed ?? "") !== "" || (found?.path !== undefined && !meant.isShort)
      const begins = { active: isNamed ? 0 : -1, isChosen: false }
      const offered = isWorth ? { completions: found, ...begins, text: meant.text, typed: text } : null
      const first = offered && chosenIn(offered)
      if (isEntered.current && first) accept(first, offered)
      else setOpen(before => offered && withChosen(offered, before))
    })
    void asked.then(() => {
      if (asking.current !== asks) return
      asking.current = null
      if (isEntered.current && isStill()) breakLine(text, offset)
    })
  }
  const choose = (active: number): void => setOpen(open && { ...open, active, isChosen: true })
  /** Nothing was offered to whoever pressed Enter: it was meant for the text. */
  const breakLine = (text: string, offset: number): void => {
    isEntered.current = false
    if (lines === undefined) return
    caret.current = offset + 1
    onChange(`${text.slice(0, offset)}\n${text.slice(offset)}`)
  }
  const accept = (option: Completion, { completions: { from, to }, text: whole }: Open): void => {
    // A name that no dot can lead to stands in brackets, in place of the dot.
    const start = option.insert.startsWith("[") && whole[from - 1] === "." ? from - 1 : from
    const text = whole.slice(0, start) + option.insert + whole.slice(to)
    caret.current = start + option.insert.length
    close()
    onChange(text)
    if (option.sort === "step") offerSoon(text, caret.current)
  }
  const offerSoon = (text: string, offset: number): void => void setTimeout(() => offer(text, offset, false))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === " " && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      offer(value, box.current?.selectionStart ?? 0, true)
      return
    }
    // What is offered for an earlier text is not what is meant.
    const offered = open?.typed === box.current?.value ? open : null
    if (event.key === "Enter" && offered === null && asking.current?.text === box.current?.value) {
      event.preventDefault()
      isEntered.current = true
      return
    }
    if (open === null) return
    const { options } = open.completions
    const move = (to: number): void => {
      event.preventDefault()
      choose((to + options.length) % options.length)
    }
    if (event.key === "ArrowDown") move(open.active + 1)
    else if (event.key === "ArrowUp") move(Math.max(0, open.active) - 1)
    else if (event.key === "Escape") {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === "Enter" || event.key === "Tab") {
      const option = offered && chosenIn(offered)
      if (!option) return
      event.preventDefault()
      accept(option, offered)
    } else if (
      event.key === "ArrowLeft" ||
      event.key === "ArrowRight" ||
      event.key === "Home" ||
      event.key === "End"
    ) {
      close()
    }
  }
  return (
    <div className="relative flex min-w-0 flex-col gap-1.5">
      <FieldFrame
        label={label}
        isLabelHidden={isLabelHidden}
        help={help}
        problem={problem}
        value={value}
        onChange={text => {
          onChange(text)
          offer(text, box.current?.selectionStart ?? text.length, false)
        }}
      >
        <span className="relative flex min-w-0 flex-col">
          <TextBox
            placeholder={placeholder}
            isMono={isMono}
            {...(lines === undefined ? {} : { lines })}
            onKeyDown={onKeyDown}
            onBlur={close}
            boxRef={element => {
              box.current = element
            }}
            {...(beside ? { className: "pr-9" } : {})}
            {...(canComplete ? { "aria-autocomplete": "list", "aria-haspopup": "listbox" } : {})}
            {...(canComplete && open !== null
              ? {
                  "aria-controls": listId,
                  ...(open.active < 0 ? {} : { "aria-activedescendant": `${listId}-${open.active}` }),
                }
              : {})}
          />
          {beside && <span className="absolute top-1 right-1">{beside}</span>}
        </span>
      </FieldFrame>
      {open && (
        <CompletionList
          id={listId}
          anchor={box.current}
          options={open.completions.options}
          active={open.active}
          onChoose={option => accept(option, open)}
          onPoint={choose}
        />
      )}
      {preview && (preview.type === "value" || !problem) && <PreviewLine preview={preview} />}
    </div>
  )
}

function chosenIn({ completions, active }: Open): Completion | undefined {
  return completions.options[active]
}

/** What comes later comes above: what a hand has gone to stays chosen. */
function withChosen(offered: Open, before: Open | null): Open {
  const label = before?.isChosen && before.text === offered.text && chosenIn(before)?.label
  const active = offered.completions.options.findIndex(option => option.label === label)
  return active < 0 ? offered : { ...offered, active, isChosen: true }
}

/** Offered by itself: whatever is not written yet. Right after the braces nothing of it is chosen, and keys do what they do. */
function isUseful({ typed, options }: Completions): boolean {
  return options.length !== 1 || options[0]?.insert !== typed
}

/** A name that is begun, after a sign that stands for the values of earlier steps. */
const short = /(?:^|[\s("'])<(\w*)$/

/**
 * The text in which something may be completed at the place: within braces it is what is typed; outside of them `<`
 * stands for the way to the values of earlier steps, and is written out once one is chosen.
 */
function meantAt(text: string, offset: number): { text: string; offset: number; isShort: boolean } | null {
  const before = text.slice(0, offset)
  if (before.lastIndexOf("{{") > before.lastIndexOf("}}")) return { text, offset, isShort: false }
  const typed = short.exec(before)?.[1]
  if (typed === undefined) return null
  const written = `${before.slice(0, before.length - typed.length - 1)}{{ steps.${typed}`
  return { text: `${written} }}${text.slice(offset)}`, offset: written.length, isShort: true }
}

/**
 * Asks what may be written: at once what the workflow says, then what the last run has besides, unless it is forgotten.
 * Done once all is heard.
 */
function useCompletions(isInside: boolean) {
  const editor = useEditor()
  const place = useContext(ExpressionPlaceContext)
  const service = useContext(PreviewContext)
  const load = useExpressionHelp()
  const asked = useRef(0)
  const forget = (): void => void asked.current++
  const complete = async (text: string, offset: number, hear: (found: Completions | null) => void) => {
    const asking = ++asked.current
    const help = await load()
    const step = place?.step ?? null
    const path: Path = []
    const found = help.complete(
      { step: step ?? undefined, path, ...(step === null ? {} : { moment: isInside ? "inside" : "before" }) },
      text,
      offset,
    )
    if (asking !== asked.current) return
    hear(found)
    if (found?.path === undefined || service === null) return
    const came = help.incoming(step)
    const { withFields } = await import("./withFields.ts")
    const fields = await service.fieldsAt({
      ...{ workflow: editor.store.getState().file.workflow.id, step, path: found.path },
      sample: help.sample(step, text),
      ...(came === undefined ? {} : { incoming: came }),
      ...(place?.index === undefined ? {} : { index: place.index }),
    })
    if (asking === asked.current && fields.length > 0) hear(withFields(found, fields))
  }
  return { complete, forget }
}
