import { useState } from "react"
import { CompareTexts } from "../../editor/yaml/CompareTexts.tsx"
import { t } from "../../language/t.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import type { Twin } from "./twin.ts"
import type { TwinQuestion } from "./twinPlan.ts"

interface TwinQuestionRowProps {
  readonly twin: Twin
  readonly question: TwinQuestion
}

/** A workflow and its file that say different things: shown side by side, with a button for each way. */
export function TwinQuestionRow({ twin, question }: TwinQuestionRowProps) {
  const [isComparing, setComparing] = useState(false)
  const choose = (side: "here" | "there") => {
    setComparing(false)
    void twin.choose(question, side)
  }
  const { id, file } = question
  const isGone = question.about === "file_gone"
  const buttons = (
    <>
      <Button className="h-7" onPress={() => choose("here")}>
        {isGone ? t`Write the file again` : t`Keep this one`}
      </Button>
      <Button className="h-7" onPress={() => choose("there")}>
        {isGone ? t`Delete it here too` : t`Take the file`}
      </Button>
    </>
  )
  return (
    <li aria-label={id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate text-sm font-medium">{id}</p>
        <p className="text-xs text-muted">
          {isGone
            ? t`${file} is no longer in the folder.`
            : t`Changed here and in ${file}. Whichever you leave is kept as a version.`}
        </p>
      </div>
      {!isGone && <Button className="h-7" onPress={() => setComparing(true)}>{t`Compare`}</Button>}
      {buttons}
      {isComparing && question.about === "both_changed" && (
        <Dialog
          title={t`${id}: the file, and what is here`}
          isFull
          onClose={() => setComparing(false)}
          actions={buttons}
        >
          <div className="h-[60dvh]">
            <CompareTexts before={question.there} after={question.here} />
          </div>
        </Dialog>
      )}
    </li>
  )
}
