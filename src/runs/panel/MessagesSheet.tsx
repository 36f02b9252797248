import { useMemo } from "react"
import { useStore } from "zustand"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { isList, isMap, type Json, own } from "../../lib/json.ts"
import { eachStep } from "../../model/places.ts"
import { BlockList } from "../../ui/BlockList.tsx"
import { cx } from "../../ui/cx.ts"
import { sayCost } from "../cost.ts"
import { useRunDesk } from "../runDesk.ts"
import type { RunStore } from "../runStore.ts"
import { useRuns } from "../runsContext.ts"
import { type StepRow, sayPlace } from "../runView.ts"
import { sayTime, stepLooks } from "../statusLooks.ts"
import { ValueView } from "../values/ValueView.tsx"
import type { SheetProps } from "./panelSheets.tsx"

/** About how high an exchange is. */
const usualHeight = 180

/** What was said to language models, and what they answered, in order. */
export function MessagesSheet({ run }: SheetProps) {
  const { catalogue } = useRuns()
  const view = useStore(run.store, state => state.view)
  const workflow = useStore(run.store, state => state.workflow)
  const speaking = useMemo(() => {
    const all = workflow === null ? [] : [...eachStep(workflow)]
    return all.flatMap(({ step: { id, kind } }) => (own(catalogue.kinds, kind)?.group === "ai" ? [id] : []))
  }, [workflow, catalogue])
  // biome-ignore lint/correctness/useExhaustiveDependencies: visits follow from the view, which the run keeps.
  const visits = useMemo(() => run.visits(speaking), [run, view, speaking])
  if (visits.length === 0) {
    return <p className="p-4 text-sm text-muted">{t`No step of this run has spoken with a model.`}</p>
  }
  return (
    <div className="px-3.5 pt-3.5">
      <BlockList
        label={t`Messages`}
        count={visits.length}
        rowHeight={usualHeight}
        keyOf={index => visits.row(index)?.key ?? `${index}`}
        row={index => {
          const row = visits.row(index)
          return row === undefined || row.look === "skipped" ? null : <Exchange run={run} row={row} />
        }}
      />
    </div>
  )
}

function Exchange({ run, row }: { readonly run: RunStore; readonly row: StepRow }) {
  const desk = useRunDesk()
  const detail = run.detail(row.key)
  const streamed = useStore(run.store, state => state.texts.get(row.step))
  const answer = Object.values(detail?.outlets ?? {})[0]
  return (
    <section aria-label={sayPlace(row)} className="flex flex-col gap-2 pb-4">
      <h3 className="flex items-baseline gap-2 text-xs text-muted">
        <button
          type="button"
          className="text-sm font-semibold text-ink hover:text-accent"
          onClick={() => desk.choose({ step: row.step, key: row.key })}
        >
          {sayPlace(row)}
        </button>
        {row.endedAt === null ? stepLooks[row.look].say() : sayTime(row.endedAt - row.startedAt)}
        <span className="tabular-nums">{sayCost(row)}</span>
      </h3>
      {messagesIn(detail?.input).map(({ id, role, content }) => (
        <Message key={id} by={role} content={content} />
      ))}
      {row.endedAt === null && streamed !== undefined && <Message by="assistant" content={streamed} />}
      {answer !== undefined && <Message by="assistant" content={spoken(answer)} />}
      {row.problem !== undefined && (
        <p className="text-sm text-bad-text">{translated(row.problem.message)}</p>
      )}
    </section>
  )
}

function Message({ by, content }: { readonly by: string; readonly content: Json }) {
  const isAnswer = by === "assistant"
  return (
    <div className={cx("max-w-180 rounded-xl border border-line p-2.5", isAnswer && "ml-8 border-ai/40")}>
      <p className={cx("mb-1 text-xs font-medium", isAnswer ? "text-ai" : "text-muted")}>
        {isAnswer ? t`Answered` : by === "system" ? t`Instructions` : t`Asked`}
      </p>
      <ValueView label={isAnswer ? t`The answer` : t`Question`} value={content} />
    </div>
  )
}

interface Said {
  readonly id: string
  readonly role: string
  readonly content: Json
}

/** The turns of a conversation in a step's parameters, by the names that they usually have; else all of them. */
function messagesIn(input: Json | undefined): Said[] {
  if (!isMap(input)) return input === undefined ? [] : [{ id: "input", role: "user", content: input }]
  const turns: Said[] = []
  const { system, messages, prompt, question } = input
  if (system !== undefined) turns.push({ id: "system", role: "system", content: system })
  if (isList(messages)) {
    for (const [at, message] of messages.entries()) {
      if (!isMap(message)) continue
      const role = typeof message.role === "string" ? message.role : "user"
      turns.push({ id: `message ${at}`, role, content: message.content ?? "" })
    }
  }
  const asked = prompt ?? question
  if (asked !== undefined) turns.push({ id: "prompt", role: "user", content: asked })
  return turns.some(({ role }) => role === "user")
    ? turns
    : [...turns, { id: "input", role: "user", content: input }]
}

/** The words of an answer, where it has nothing else to say. */
function spoken(answer: Json): Json {
  return isMap(answer) && typeof answer.text === "string" ? answer.text : answer
}
