import { Link } from "wouter"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { decisionAnswer, decisionsOf } from "../runs/decisions.ts"
import { AskedText, isPlainDecision, titleOf } from "../runs/RunQuestion.tsx"
import type { RunStore } from "../runs/runStore.ts"
import type { Question } from "../runs/runWaits.ts"
import { useRunStore } from "../runs/useRunStore.ts"
import { Button } from "../ui/Button.tsx"
import { WentWrong } from "../ui/WentWrong.tsx"
import { KindsAround } from "./plugins/PluginsAround.tsx"

/** What a run asks, decided where it stands; what takes more than a press is answered in the inbox. */
export default function AskedHere({ workflow, run }: { readonly workflow: string; readonly run: string }) {
  return (
    <KindsAround>
      <Asked workflow={workflow} run={run} />
    </KindsAround>
  )
}

function Asked({ workflow, run }: { readonly workflow: string; readonly run: string }) {
  const store = useRunStore(run)
  return (
    <>
      {store !== null && <First run={store} />}
      <Link
        href={`/w/${workflow}/runs/${run}`}
        className="py-1.5 text-xs font-medium text-accent hover:underline"
      >{t`See the run`}</Link>
    </>
  )
}

/** The question that stands first. */
function First({ run }: { readonly run: RunStore }) {
  const { view, problem } = useStore(run.store)
  const [question] = view?.questions ?? []
  const others = (view?.questions.length ?? 0) + (view?.doubts.length ?? 0) - 1
  return (
    <>
      {question !== undefined && <Title question={question} />}
      {problem !== undefined && <WentWrong>{translated(problem.message)}</WentWrong>}
      {question !== undefined && isPlainDecision(question) ? (
        <>
          {decisionsOf(question.ask).map(({ id, label }, at) => (
            <Button
              key={id}
              look={at === 0 ? "primary" : "plain"}
              className="max-w-full"
              onPress={() => void run.tell(decisionAnswer(question.place, id))}
            >
              <span className="truncate">{label}</span>
            </Button>
          ))}
          {others > 0 && <InInbox>{others === 1 ? t`1 more` : t`${others} more`}</InInbox>}
        </>
      ) : (
        <InInbox>{question?.ask.type === "form" ? t`Fill in` : t`Answer`}</InInbox>
      )}
    </>
  )
}

function Title({ question }: { readonly question: Question }) {
  return (
    <div className="flex basis-full flex-col gap-1">
      <p className="text-sm">{titleOf(question)}</p>
      {isPlainDecision(question) && <AskedText ask={question.ask} />}
    </div>
  )
}

function InInbox({ children }: { readonly children: string }) {
  return (
    <Link href="/inbox" className="py-1.5 text-xs font-medium text-accent hover:underline">
      {children}
    </Link>
  )
}
