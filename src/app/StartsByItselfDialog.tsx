import { Zap } from "lucide-react"
import { useEffect, useState } from "react"
import { StepIcon } from "../editor/StepIcon.tsx"
import { phrase } from "../language/phrase.tsx"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import { Dialog } from "../ui/Dialog.tsx"
import { useServices } from "./services.ts"
import { type Outlook, useSwitchedOn } from "./triggerService.ts"

interface StartsByItselfDialogProps {
  readonly workflow: string
  readonly name: string
  readonly onClose: () => void
}

/** Shows what would start the workflow and when, and what it would have to be allowed; and switches it. */
export default function StartsByItselfDialog({ workflow, name, onClose }: StartsByItselfDialogProps) {
  const { triggers } = useServices()
  const isOn = useSwitchedOn()?.has(workflow) ?? false
  const [outlook, setOutlook] = useState<Outlook | null | undefined>(undefined)
  useEffect(() => {
    let isHere = true
    void triggers.outlook(workflow).then(found => isHere && setOutlook(found))
    return () => {
      isHere = false
    }
  }, [triggers, workflow])
  const missing = outlook?.missing ?? []
  const canStart = (outlook?.triggers.length ?? 0) > 0
  const switchOn = () =>
    void triggers.switchOn(
      workflow,
      missing.map(({ pattern }) => pattern),
    )
  return (
    <Dialog
      title={isOn ? t`${name} starts by itself` : t`Let ${name} start by itself?`}
      onClose={onClose}
      actions={
        isOn ? (
          <>
            <Button onPress={() => void triggers.switchOff(workflow)}>{t`Switch off`}</Button>
            <Button look="primary" onPress={onClose}>{t`Close`}</Button>
          </>
        ) : (
          <>
            <Button onPress={onClose}>{t`Cancel`}</Button>
            <Button look="primary" icon={Zap} isDisabled={!canStart} onPress={switchOn}>
              {missing.length > 0 ? t`Allow and switch on` : t`Switch on`}
            </Button>
          </>
        )
      }
    >
      {outlook && <OutlookWords outlook={outlook} isOn={isOn} />}
    </Dialog>
  )
}

function OutlookWords({ outlook, isOn }: { readonly outlook: Outlook; readonly isOn: boolean }) {
  const { triggers, next, missing } = outlook
  if (triggers.length === 0) {
    return (
      <p className="text-muted">{t`Nothing starts it yet. Add a trigger, such as a schedule or an event, and come back.`}</p>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <section className="flex flex-col gap-1.5">
        <h3 className="text-xs font-medium text-muted">{t`What starts it`}</h3>
        <ul className="flex flex-col gap-1">
          {triggers.map(({ id, icon, say }) => (
            <li key={id} className="flex items-center gap-2">
              <StepIcon name={icon} size={16} /> {say}
            </li>
          ))}
        </ul>
      </section>
      {next.length > 0 && (
        <section className="flex flex-col gap-1.5">
          <h3 className="text-xs font-medium text-muted">{isOn ? t`Next times` : t`It would start at`}</h3>
          <ul aria-label={t`Next times`} className="flex flex-col gap-0.5 font-mono text-xs">
            {next.map(({ trigger, at }) => (
              <li key={`${trigger}${at}`}>
                <time dateTime={new Date(at).toISOString()}>{timeFormat.format(at)}</time>
              </li>
            ))}
          </ul>
        </section>
      )}
      {!isOn && missing.length > 0 && (
        <section className="flex flex-col gap-1.5">
          <h3 className="text-xs font-medium text-muted">{t`Without asking you again, it may`}</h3>
          <ul className="flex list-disc flex-col gap-0.5 pl-5">
            {missing.map(({ pattern, say }) => (
              <li key={pattern}>{say}</li>
            ))}
          </ul>
        </section>
      )}
      <p className="text-xs text-muted">
        {phrase`It starts only while a tab of Rivulet is open in this browser. What a trigger misses meanwhile is made up for as the trigger says. To start it without a browser, let ${<code>rivulet watch</code>} run in a terminal.`}
      </p>
    </div>
  )
}

const timeFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" })
