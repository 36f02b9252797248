import { CircleCheck, CircleDashed, CircleX, Ellipsis, Eye, Hammer, Pencil, Play, Trash2 } from "lucide-react"
import { useState } from "react"
import { t } from "../../language/t.ts"
import { expectingWhatCame, sayExpectation } from "../../model/expectations.ts"
import type { Failure } from "../../model/testCase.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Menu, MenuItem, MenuLine } from "../../ui/Menu.tsx"
import { useRuns } from "../runsContext.ts"
import { sayMoment } from "../statusLooks.ts"
import { DiffView } from "../values/DiffView.tsx"
import { sayShort } from "../values/sayValue.ts"
import { EditTestDialog } from "./EditTestDialog.tsx"
import type { ListedTest } from "./testBench.ts"
import { useTestDesk } from "./testDesk.ts"
import { lookOf } from "./testStanding.ts"

const looks = {
  passed: { Icon: CircleCheck, say: t`Passed`, colour: "text-good" },
  failed: { Icon: CircleX, say: t`Failed`, colour: "text-bad" },
  stale: { Icon: CircleDashed, say: t`Not run since the last change`, colour: "text-muted" },
} as const

/** A test: how it stands, what it expects, and where that came out otherwise. */
export function TestItem({ test, hash }: { readonly test: ListedTest; readonly hash: string | null }) {
  const desk = useTestDesk()
  const { tests } = useRuns()
  const [isEdited, setEdited] = useState(false)
  const { name, workflow, expect, last } = test
  const look = lookOf(test, hash)
  const { Icon, say, colour } = looks[look]
  const failures = look === "failed" ? (last?.report.failures ?? []) : []
  const played = { test: name }
  return (
    <li className="flex flex-col gap-1.5 border-b border-line py-2 last:border-0">
      <div className="flex items-center gap-2.5">
        <Icon size={16} className={cx("shrink-0", colour)} role="img" aria-label={say} />
        <span className="min-w-0 truncate text-sm font-medium max-[700px]:flex-1">{name}</span>
        <span className="min-w-0 flex-1 truncate text-xs text-muted max-[700px]:hidden">
          {expect.map(sayExpectation).join(" · ")}
        </span>
        {last !== undefined && (
          <span className="shrink-0 text-xs text-muted max-[1000px]:hidden">{sayMoment(last.at)}</span>
        )}
        <Menu
          label={t`What to do with ${name}`}
          trigger={<IconButton icon={Ellipsis} label={t`More for the test ${name}`} />}
        >
          <MenuItem label={t`Run it`} icon={Play} onAction={() => void desk.run([name])} />
          <MenuItem label={t`Show it on the canvas`} icon={Eye} onAction={() => void desk.show(played)} />
          <MenuItem label={t`Break it`} icon={Hammer} onAction={() => void desk.breakCalls(played)} />
          <MenuItem label={t`Change what it expects`} icon={Pencil} onAction={() => setEdited(true)} />
          <MenuLine />
          <MenuItem
            label={t`Delete it`}
            icon={Trash2}
            isDangerous
            onAction={() => void tests.remove(workflow, [name])}
          />
        </Menu>
      </div>
      {failures.length > 0 && (
        <div className="ml-6.5 flex flex-col gap-2">
          {last?.report.problem !== undefined && (
            <p className="text-xs text-bad-text">{last.report.problem.message}</p>
          )}
          {failures.map(failure => (
            <FailureLine key={sayExpectation(failure)} failure={failure} />
          ))}
          <Button
            className="h-7.5 self-start"
            onPress={async () => {
              await tests.expect(workflow, name, expectingWhatCame(expect, failures))
              await desk.run([name])
            }}
          >{t`Expect what came from now on`}</Button>
        </div>
      )}
      {isEdited && <EditTestDialog test={test} onClose={() => setEdited(false)} />}
    </li>
  )
}

function FailureLine({ failure }: { readonly failure: Failure }) {
  return (
    <div className="flex min-w-0 flex-col gap-1 text-xs">
      <p>
        {t`Expected:`} <code className="font-mono">{sayExpectation(failure)}</code>
      </p>
      {"is" in failure ? (
        <DiffView before={failure.is} after={failure.got} />
      ) : (
        <p className="text-bad-text">
          {t`It came to`}{" "}
          <code className="font-mono">
            {failure.got === undefined ? t`nothing` : sayShort(failure.got, 300)}
          </code>
        </p>
      )}
    </div>
  )
}
