import { useMemo, useState } from "react"
import { quoted } from "../language/formats.ts"
import { phrase } from "../language/phrase.tsx"
import { t } from "../language/t.ts"
import type { Json, JsonMap } from "../lib/json.ts"
import type { Problem } from "../model/problems.ts"
import { Button } from "../ui/Button.tsx"
import { later } from "../ui/later.tsx"
import { TextField } from "../ui/TextField.tsx"
import { useAnswerDraft } from "./answerDrafts.ts"
import { decisionAnswer, decisionsOf, submitOf } from "./decisions.ts"
import { FieldForm } from "./FieldForm.tsx"
import { fieldsIn, firstTyped, readTyped } from "./inputFields.ts"
import type { RunStore } from "./runStore.ts"
import type { Question } from "./runWaits.ts"
import { TextView } from "./values/TextView.tsx"
import { WaysOn } from "./WaysOn.tsx"

const Markdown = later(
  () => import("../ui/Markdown.tsx"),
  ({ text }) => <p className="whitespace-pre-wrap">{text}</p>,
)

interface QuestionProps {
  readonly run: RunStore
  readonly question: Question
  /** Shows the step that asks, where that can be seen. */
  readonly onStep?: () => void
}

/** An approval or a form that a step waits for, answered where it stands. */
export function RunQuestion({ run, question, onStep }: QuestionProps) {
  const { ask, name } = question
  return (
    <section
      aria-label={t`Question of ${name}`}
      className="flex flex-col gap-3 rounded-xl border border-people bg-panel p-3"
    >
      <h3 className="text-sm font-semibold">{titleOf(question)}</h3>
      {onStep !== undefined && (
        <p className="-mt-2 text-xs text-muted">
          {phrase`Asked by ${(
            <button
              type="button"
              className="underline decoration-line-strong underline-offset-2 hover:text-accent"
              onClick={onStep}
            >
              {quoted(name)}
            </button>
          )}`}
        </p>
      )}
      <AskedText ask={ask} />
      {ask.data !== undefined && <Data value={ask.data} />}
      {ask.type === "form" ? (
        <Form run={run} question={question} />
      ) : (
        <Decision run={run} question={question} />
      )}
    </section>
  )
}

function Data({ value }: { readonly value: Json }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value])
  return <TextView text={text} />
}

/** What the question is called. */
export function titleOf({ ask, name }: Question): string {
  return textIn(ask.title) || name
}

/** Whether it is decided by a press: nothing is filled in, and nothing has to be looked through. */
export function isPlainDecision({ ask }: Question): boolean {
  return ask.type !== "form" && ask.data === undefined
}

/** What to know before answering, as it is until Markdown has come. */
export function AskedText({ ask }: { readonly ask: JsonMap }) {
  const text = textIn(ask.text)
  if (text === "") return null
  return (
    <div className="flex max-h-96 flex-col gap-2 overflow-auto text-sm">
      <Markdown text={text} />
    </div>
  )
}

function Decision({ run, question }: QuestionProps) {
  const { ask, place } = question
  const [typed, setTyped] = useAnswerDraft(run, question, () => ({ note: "" }))
  const note = String(typed.note)
  return (
    <>
      <TextField
        label={t`Note`}
        value={note}
        onChange={next => setTyped({ note: next })}
        placeholder={t`Goes along with the decision`}
      />
      <WaysOn>
        {decisionsOf(ask).map(({ id, label }, at) => (
          <Button
            key={id}
            look={at === 0 ? "primary" : "plain"}
            onPress={() => void run.tell(decisionAnswer(place, id, note))}
          >
            {label}
          </Button>
        ))}
      </WaysOn>
    </>
  )
}

function Form({ run, question }: QuestionProps) {
  const { ask, place } = question
  const fields = fieldsIn(ask.fields)
  const [typed, setTyped] = useAnswerDraft(run, question, () => firstTyped(fields))
  const [problems, setProblems] = useState<{ readonly [field: string]: Problem }>({})
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={event => {
        event.preventDefault()
        const read = readTyped(fields, typed)
        if (read.ok) void run.tell({ type: "answer", place, outlet: "success", value: read.value })
        else setProblems(read.error)
      }}
    >
      <FieldForm fields={fields} typed={typed} problems={problems} onChange={setTyped} />
      <WaysOn>
        <Button look="primary" type="submit" className="max-w-full">
          {submitOf(ask)}
        </Button>
      </WaysOn>
    </form>
  )
}

function textIn(value: Json | undefined): string {
  return typeof value === "string" ? value : ""
}
