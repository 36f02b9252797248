import { Plus, Trash2 } from "lucide-react"
import { useState } from "react"
import { t } from "../../../language/t.ts"
import { isList, type Json, type Path } from "../../../lib/json.ts"
import type { RetryPolicy, Step } from "../../../model/workflow.ts"
import { Button, IconButton } from "../../../ui/Button.tsx"
import { Disclosure } from "../../../ui/Disclosure.tsx"
import { Switch } from "../../../ui/Switch.tsx"
import { numberValue } from "../fieldOf.ts"
import { ListField } from "../ListFields.tsx"
import { TypedField } from "../TypedField.tsx"
import type { SetStepField } from "./useStepSetting.ts"

interface RetryPoliciesProps {
  readonly step: Step
  readonly set: SetStepField
  readonly problemAt: (path: Path) => string | undefined
}

/** Whether, how often and how long apart the step is tried again: by one policy, or by several for several problems. */
export function RetryPolicies({ step: { retry }, set, problemAt }: RetryPoliciesProps) {
  if (isList(retry)) {
    return <SeveralPolicies policies={retry as readonly RetryPolicy[]} set={set} problemAt={problemAt} />
  }
  return <OnePolicy policy={(retry as RetryPolicy | undefined) ?? {}} set={set} problemAt={problemAt} />
}

interface OnePolicyProps extends Omit<RetryPoliciesProps, "step"> {
  readonly policy: RetryPolicy
}

function OnePolicy({ policy, set, problemAt }: OnePolicyProps) {
  // One attempt alone is retrying switched off: the other numbers stay, and this one is there again when it is switched on.
  const tries = policy.attempts !== 1
  const [attemptsBefore, setAttemptsBefore] = useState<number | undefined>(undefined)
  /** A policy that says nothing is none: an empty one would try again whatever went wrong. */
  const change = (next: RetryPolicy) =>
    set(["retry"], Object.keys(next).length === 0 ? undefined : (next as Json))
  const at = (path: Path) => problemAt(["retry", ...path])
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label={t`Try again when it fails`}
        isOn={tries}
        onChange={isOn => {
          if (!isOn) setAttemptsBefore(policy.attempts)
          change(withPart(policy, "attempts", isOn ? attemptsBefore : 1))
        }}
      />
      <Numbers
        policy={tries ? policy : withPart(policy, "attempts", attemptsBefore)}
        isDisabled={!tries}
        usualAttempts={t`as the kind has it`}
        onChange={change}
        problemAt={at}
      />
      {tries && (
        <Disclosure
          label={t`Which problems, and how exact the waits are`}
          isOpen={policy.on !== undefined || policy.jitter !== undefined}
        >
          <div className="flex flex-col gap-3 pt-2">
            <Names policy={policy} onChange={change} problemAt={at} />
            <Varies policy={policy} onChange={change} />
          </div>
        </Disclosure>
      )}
      {tries && Object.keys(policy).length > 0 && (
        <AddPolicy
          label={t`Another policy for other problems`}
          // What is said for some problems is asked before what is said for all.
          onAdd={() => set(["retry"], (policy.on === undefined ? [fresh, policy] : [policy, fresh]) as Json)}
        />
      )}
    </div>
  )
}

/** It names no problem yet, so it holds for none. */
const fresh: RetryPolicy = { on: [] }

interface SeveralPoliciesProps extends Omit<RetryPoliciesProps, "step"> {
  readonly policies: readonly RetryPolicy[]
}

function SeveralPolicies({ policies, set, problemAt }: SeveralPoliciesProps) {
  const change = (next: readonly RetryPolicy[]) =>
    set(["retry"], (next.length === 1 ? next[0] : next) as Json)
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t`When it fails, it is tried again`}</legend>
      {policies.map((policy, index) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: policies have no other name than their place.
          key={index}
          aria-label={t`Policy ${index + 1}`}
          className="flex flex-col gap-3 rounded-lg border border-line p-2.5"
        >
          <div className="-my-1 flex items-center text-xs font-medium text-muted">
            <h3 className="flex-1">
              {policy.on === undefined ? t`For any other problem` : t`Policy ${index + 1}`}
            </h3>
            <IconButton
              icon={Trash2}
              label={t`Remove policy ${index + 1}`}
              className="size-7"
              onPress={() => change(policies.filter((_, other) => other !== index))}
            />
          </div>
          <Policy
            policy={policy}
            onChange={next => change(policies.with(index, next))}
            problemAt={path => problemAt(["retry", index, ...path])}
          />
        </section>
      ))}
      <AddPolicy
        label={t`Add a policy`}
        onAdd={() => {
          const end = policies.at(-1)?.on === undefined ? policies.length - 1 : policies.length
          change(policies.toSpliced(end, 0, fresh))
        }}
      />
      <p className="text-xs text-muted">{t`The first that names the problem holds. What none names is not tried again.`}</p>
    </fieldset>
  )
}

function Policy(props: PolicyProps) {
  return (
    <>
      <Names {...props} />
      <Numbers usualAttempts="3" {...props} />
      <Varies {...props} />
    </>
  )
}

function AddPolicy({ label, onAdd }: { readonly label: string; readonly onAdd: () => void }) {
  return (
    <Button look="quiet" icon={Plus} className="h-7 self-start px-2" onPress={onAdd}>
      {label}
    </Button>
  )
}

interface PolicyProps {
  readonly policy: RetryPolicy
  readonly onChange: (policy: RetryPolicy) => void
  readonly problemAt: (path: Path) => string | undefined
}

interface NumbersProps extends PolicyProps {
  readonly isDisabled?: boolean
  readonly usualAttempts: string
}

function Numbers({ policy, isDisabled = false, usualAttempts, onChange, problemAt }: NumbersProps) {
  const field = (name: "attempts" | "factor" | "delay" | "maxDelay", label: string, usual: string) => {
    const problem = problemAt([name])
    const read = name === "attempts" || name === "factor" ? numberValue : (text: string) => text || undefined
    return (
      <TypedField
        label={label}
        isMono
        isDisabled={isDisabled}
        placeholder={usual}
        value={String(policy[name] ?? "")}
        onChange={text => onChange(withPart(policy, name, read(text)))}
        {...(problem === undefined ? {} : { problem })}
      />
    )
  }
  return (
    <div className="grid grid-cols-2 gap-3">
      {field("attempts", t`Attempts`, usualAttempts)}
      {field("factor", t`Times longer each`, "2")}
      {field("delay", t`First wait`, "1s")}
      {field("maxDelay", t`Longest wait`, "1m")}
    </div>
  )
}

function Names({ policy, onChange, problemAt }: PolicyProps) {
  const on = policy.on ?? []
  const problem = problemAt(["on"])
  return (
    <ListField
      label={t`Only for these problems`}
      items={isList(on) ? on : [on as string]}
      onChange={names => onChange(withPart(policy, "on", names))}
      read={text => text}
      help={t`By their codes, such as http_timed_out: what a step fails with says its own.`}
      {...(problem === undefined ? {} : { problem })}
    />
  )
}

function Varies({ policy, onChange }: Omit<PolicyProps, "problemAt">) {
  return (
    <Switch
      label={t`Vary the waits`}
      isOn={policy.jitter !== "none"}
      onChange={varies => onChange(withPart(policy, "jitter", varies ? undefined : "none"))}
    />
  )
}

function withPart(policy: RetryPolicy, name: keyof RetryPolicy, value: Json | undefined): RetryPolicy {
  const { [name]: _, ...others } = policy
  return value === undefined ? others : { ...policy, [name]: value }
}
