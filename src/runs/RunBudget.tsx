import { useState } from "react"
import { typedNumber } from "../language/formats.ts"
import { t } from "../language/t.ts"
import { type Spent, saySpent } from "../model/budget.ts"
import { Button } from "../ui/Button.tsx"
import { TextField } from "../ui/TextField.tsx"
import type { RunStore } from "./runStore.ts"

/** What a budget limits, as its fields are called; time is typed in seconds. */
export const limitLabels = {
  usd: t`US dollars`,
  tokens: t`Tokens`,
  requests: t`Requests`,
  time: t`Seconds`,
} as const

/** A budget that is used up: it is raised, and the run goes on from where it stopped. */
export function RunBudget({ run, spent }: { readonly run: RunStore; readonly spent: Spent }) {
  const { what, limit, step } = spent
  const scale = what === "time" ? 1000 : 1
  const [text, setText] = useState(String(Math.max((limit * 2) / scale, what === "usd" ? 0.01 : 1)))
  const amount = typedNumber(text)
  const isMore = text.trim() !== "" && amount * scale > spent.used

  return (
    <section aria-label={t`Budget used up`} className="flex flex-col gap-3 rounded-xl border border-warn p-3">
      <h3 className="text-sm font-semibold">{saySpent(spent)}</h3>
      <p className="text-sm text-muted">{t`Nothing more was asked. Raise it, and the run goes on from here.`}</p>
      <TextField
        label={t`${limitLabels[what]}, in all`}
        value={text}
        onChange={setText}
        problem={isMore ? undefined : t`Give more than has been used`}
      />
      <span>
        <Button
          look="primary"
          isDisabled={!isMore}
          onPress={() =>
            void run.tell({
              type: "raise",
              limits: { [what]: amount * scale },
              ...(step === undefined ? {} : { step }),
            })
          }
        >{t`Raise and go on`}</Button>
      </span>
    </section>
  )
}
