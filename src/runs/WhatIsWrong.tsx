import { t } from "../language/t.ts"
import { translated } from "../language/translated.ts"
import type { Problem } from "../model/problems.ts"
import { Disclosure } from "../ui/Disclosure.tsx"

/** What went wrong in a sentence, and folded away what only those want to know who look into it. */
export function WhatIsWrong({ problem }: { readonly problem: Problem }) {
  const { run, seq, why } = problem.data ?? {}
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1 break-words">
      <p>{translated(problem.message)}</p>
      {problem.code === "journal_damaged" && (
        <Disclosure label={t`Details`}>
          <p className="pt-1 pl-4.5 font-mono text-xs text-muted">
            {t`Run ${String(run)}, event ${String(seq)}: ${String(why)}`}
          </p>
        </Disclosure>
      )}
    </div>
  )
}
