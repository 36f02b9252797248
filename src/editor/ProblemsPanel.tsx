import { CircleAlert, CircleCheck, TriangleAlert, X } from "lucide-react"
import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import { setAt } from "../model/edits/change.ts"
import type { Problem } from "../model/problems.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { nodeAt } from "./facts.ts"
import { sayFound } from "./sayProblems.ts"
import { useCommandContext, useDesk } from "./useBuilder.ts"
import { useEditor, useFindings } from "./useEditor.ts"

const mostShown = 200

/** Everything that is wrong, with the line, what to do, and where it can be the change itself. */
export default function ProblemsPanel() {
  const desk = useDesk()
  const findings = useFindings()
  const { problems, isChecked } = findings
  return (
    <section
      aria-label={t`Problems`}
      className="flex max-h-[38%] min-h-28 shrink-0 flex-col border-t border-line bg-panel"
    >
      <header className="flex items-center px-4 pt-1.5">
        <h2 className="flex-1 text-sm font-semibold">{sayFound(findings)}</h2>
        <IconButton
          icon={X}
          label={t`Close problems`}
          onPress={() => desk.setState({ areProblemsOpen: false })}
        />
      </header>
      <ul className="min-h-0 flex-1 overflow-auto px-2 pb-2">
        {problems.slice(0, mostShown).map(problem => (
          <ProblemLine
            key={`${problem.code} ${JSON.stringify(problem.at?.path)} ${problem.message}`}
            problem={problem}
          />
        ))}
        {problems.length === 0 && isChecked && (
          <li className="flex items-center gap-2 px-2 py-3 text-muted">
            <CircleCheck size={16} className="text-good" aria-hidden />{" "}
            {t`Everything that can be known before a run is well.`}
          </li>
        )}
        {problems.length > mostShown && (
          <li className="px-2 py-1 text-muted">{t`and ${problems.length - mostShown} more`}</li>
        )}
      </ul>
    </section>
  )
}

function ProblemLine({ problem }: { readonly problem: Problem }) {
  const editor = useEditor()
  const desk = useDesk()
  const { look } = useCommandContext()
  const { at, fix, severity, message } = problem
  const Icon = severity === "error" ? CircleAlert : TriangleAlert

  function show() {
    const path = at?.path ?? []
    const id = nodeAt(editor.store.getState().file.workflow, path)
    if (id !== null) {
      editor.select([id])
      look?.fit([id])
    }
    desk.setState(({ reveal }) => ({ reveal: { path, count: (reveal?.count ?? 0) + 1 } }))
  }

  return (
    <li className="flex items-start gap-2.5 rounded-lg px-2 py-1 hover:bg-wash">
      <Icon
        size={15}
        className={severity === "error" ? "mt-0.5 shrink-0 text-bad" : "mt-0.5 shrink-0 text-warn"}
        aria-hidden
      />
      <button type="button" onClick={show} className="min-w-0 flex-1 text-left">
        <span className="sr-only">{severity === "error" ? t`Error: ` : t`Warning: `}</span>
        {translated(message)}
        {at?.line !== undefined && (
          <span className="pl-2 font-mono text-xs text-muted">{t`line ${at.line}`}</span>
        )}
        {fix && <span className="block text-xs text-muted">{translated(fix.say)}</span>}
      </button>
      {fix?.set && (
        <Button
          className="h-6.5 px-2 text-xs"
          onPress={() =>
            fix.set && editor.edit(workflow => setAt(workflow, fix.set?.path ?? [], fix.set?.value))
          }
        >{t`Mend it`}</Button>
      )}
    </li>
  )
}
