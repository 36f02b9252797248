import { useState } from "react"
import { useStore } from "zustand"
import { phrase } from "../../language/phrase.tsx"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import type { Json, JsonMap } from "../../lib/json.ts"
import type { Problem } from "../../model/problems.ts"
import { Badge } from "../../ui/Badge.tsx"
import { Segments } from "../../ui/Tabs.tsx"
import { useAsksWhy } from "../asksWhy.ts"
import { sayCost } from "../cost.ts"
import { RunDoubt } from "../RunDoubt.tsx"
import { RunQuestion } from "../RunQuestion.tsx"
import { useWatchedRun } from "../runDesk.ts"
import { sayTime, stepLooks } from "../statusLooks.ts"
import { StepPin } from "../trials/StepPin.tsx"
import { DiffView } from "../values/DiffView.tsx"
import { TextView } from "../values/TextView.tsx"
import { ValueView } from "../values/ValueView.tsx"
import { placeOfKey } from "../visitKey.ts"
import { AnotherWay } from "./AnotherWay.tsx"
import { ItemPicker } from "./ItemPicker.tsx"
import { NotReached } from "./NotReached.tsx"
import { useVisits, type Visits } from "./useVisits.ts"
import { VisitPicker } from "./VisitPicker.tsx"

/** What a visit of the step came to: what left by which outlet, or what went wrong and what to do. */
export default function StepOutput({ step }: { readonly step: string }) {
  const visits = useVisits(step)
  const isRecord = useWatchedRun()?.isRecord === true
  if (visits === null) {
    return (
      <div className="flex flex-col gap-3 p-4">
        {!isRecord && <AnotherWay step={step} visits={null} />}
        <StepPin step={step} />
        <NotReached>{t`what it gave`}</NotReached>
      </div>
    )
  }
  return <CameTo key={visits.shown.row.key} visits={visits} />
}

function CameTo({ visits }: { readonly visits: Visits }) {
  const { run, view, shown } = visits
  const { row, items, outlets, blocked, variables } = shown
  const [item, setItem] = useState<number | null>(null)
  const [isCompared, setCompared] = useState(false)
  const streamed = useStore(run.store, state => state.texts.get(row.step))
  const one = item === null ? undefined : items[item]
  const before = visits.rows.row(visits.index - 1)
  const earlier = before === undefined ? undefined : run.detail(before.key)?.outlets
  const problem = one === undefined ? row.problem : one.problem
  const given = one === undefined ? outlets : one.outlets
  const questions = view.questions.filter(({ key }) => key.startsWith(row.key))
  const doubts = view.doubts.filter(({ key }) => key.startsWith(row.key))
  return (
    <div className="flex flex-col gap-3 p-4">
      <VisitPicker {...visits} />
      <Standing visits={visits} />
      {!run.isRecord && (
        <div className="flex flex-wrap gap-2">
          <AnotherWay step={row.step} visits={visits} />
          <StepPin step={row.step} />
        </div>
      )}
      {items.length > 0 && (
        <>
          <Segments
            label={t`What is shown`}
            isSmall
            segments={[
              { id: "all", label: t`All items` },
              { id: "one", label: t`One item` },
            ]}
            value={item === null ? "all" : "one"}
            onChange={id => setItem(id === "all" ? null : 0)}
          />
          {item !== null && <ItemPicker items={items} index={item} onChoose={setItem} />}
        </>
      )}
      {questions.map(question => (
        <RunQuestion key={question.key} run={run} question={question} />
      ))}
      {doubts.map(doubt => (
        <RunDoubt key={doubt.key} run={run} doubt={doubt} />
      ))}
      {problem !== undefined && <Wrong problem={problem} isCause={view.cause?.key === row.key} view={view} />}
      {row.endedAt === null && streamed !== undefined && <TextView text={streamed} />}
      {blocked.map(say => (
        <p key={say} className="rounded-lg bg-warn-wash p-2.5 text-sm text-warn-text">
          {say}
        </p>
      ))}
      {given !== undefined && earlier !== undefined && one === undefined && (
        <Segments
          label={t`Compared with`}
          isSmall
          segments={[
            { id: "value", label: t`Value` },
            { id: "diff", label: t`Changes since the visit before` },
          ]}
          value={isCompared ? "diff" : "value"}
          onChange={id => setCompared(id === "diff")}
        />
      )}
      {isCompared && given !== undefined && earlier !== undefined ? (
        <DiffView before={earlier} after={given} />
      ) : (
        given !== undefined && <Outlets outlets={given} visits={visits} />
      )}
      {variables !== undefined && Object.keys(variables).length > 0 && (
        <Named title={t`Variables that it wrote`} value={variables} />
      )}
    </div>
  )
}

function Standing({ visits: { shown } }: { readonly visits: Visits }) {
  const { look, startedAt, endedAt, attempt, reused, standIn } = shown.row
  const cost = sayCost(shown.row)
  return (
    <p className="flex flex-wrap items-center gap-2 text-xs text-muted tabular-nums">
      <Badge look={stepLooks[look].look}>{stepLooks[look].say()}</Badge>
      {endedAt !== null && look !== "skipped" && !reused && <span>{sayTime(endedAt - startedAt)}</span>}
      {reused && <span>{t`taken over from the run before`}</span>}
      {standIn !== undefined && (
        <span>
          {standIn === "pinned" ? t`pinned: it was not done` : t`made up for this run: it was not done`}
        </span>
      )}
      {attempt > 1 && <span>{t`${attempt} tries`}</span>}
      {cost !== "" && <span>{cost}</span>}
    </p>
  )
}

interface WrongProps {
  readonly problem: Problem
  readonly isCause: boolean
  readonly view: Visits["view"]
}

/** What went wrong here; where it only followed from something else, that is named and this stays grey. */
function Wrong({ problem, isCause, view }: WrongProps) {
  const { cause } = view
  if (cause !== null && !isCause && cause.problem?.code === problem.code) {
    return (
      <p className="rounded-lg bg-wash p-3 text-sm text-muted">{t`It failed because “${cause.name}” did: ${translated(problem.message)}`}</p>
    )
  }
  return (
    <div className="flex flex-col gap-1 rounded-lg bg-bad-wash p-3 text-sm">
      <p className="break-words text-bad-text">{translated(problem.message)}</p>
      {problem.fix !== undefined && <p>{translated(problem.fix.say)}</p>}
      {problem.retryable && <p className="text-xs text-muted">{t`This may pass by itself: retry it.`}</p>}
      <p className="text-xs text-muted">
        {phrase`Its code is ${<code className="font-mono text-ink select-all">{problem.code}</code>}.`}
      </p>
    </div>
  )
}

function Outlets({ outlets, visits }: { readonly outlets: JsonMap; readonly visits: Visits }) {
  const why = useAsksWhy()
  const { key } = visits.shown.row
  return Object.entries(outlets).map(([outlet, value]) => (
    <section key={outlet} aria-label={t`Outlet ${outlet}`} className="flex min-w-0 flex-col gap-1">
      <h3 className="font-mono text-xs text-muted">{outlet}</h3>
      <ValueView
        label={outlet}
        value={value}
        onWhy={
          why === null
            ? undefined
            : path => why({ run: visits.run.run, place: placeOfKey(key), outlet, path })
        }
      />
    </section>
  ))
}

function Named({ title, value }: { readonly title: string; readonly value: Json }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <h3 className="text-xs font-semibold text-muted">{title}</h3>
      <ValueView label={title} value={value} />
    </section>
  )
}
