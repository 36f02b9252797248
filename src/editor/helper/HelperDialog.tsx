import { ArrowLeft, Eye, SendHorizontal, Square } from "lucide-react"
import { useState } from "react"
import { sayNumber } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { finished } from "../../lib/finished.ts"
import { originOf, type Provider } from "../../model/ai/providers.ts"
import { eachStep } from "../../model/places.ts"
import type { AiMessage } from "../../model/ports.ts"
import { Button } from "../../ui/Button.tsx"
import { Dialog } from "../../ui/Dialog.tsx"
import { Select } from "../../ui/Select.tsx"
import { Segments } from "../../ui/Tabs.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { WentWrong } from "../../ui/WentWrong.tsx"
import { selectedSteps } from "../command.ts"
import { useEditor, useEditorState } from "../useEditor.ts"
import { useHelper, useProviders } from "./helperContext.ts"
import { ProposalView } from "./ProposalView.tsx"
import { readProposal } from "./proposal.ts"
import { type Failure, type HelperTask, questionOf, repairOf } from "./question.ts"
import { type Conversation, useConversation } from "./useConversation.ts"

const tasks: readonly { readonly id: HelperTask; readonly label: string }[] = [
  { id: "describe", label: t`New` },
  { id: "change", label: t`Change` },
  { id: "explain", label: t`Explain` },
  { id: "fix", label: t`Mend` },
]

interface HelperDialogProps {
  /** What was asked for already, in words: what would be sent is shown at once. */
  readonly wish?: string
  readonly onClose: () => void
}

/** Asks a model about the open workflow. Nothing leaves before it was shown, and nothing changes before it is accepted. */
export function HelperDialog({ wish, onClose }: HelperDialogProps) {
  const editor = useEditor()
  const file = useEditorState(state => state.file)
  const { failure: failureNow } = useHelper()
  const providers = useProviders()
  const [failure] = useState(failureNow)
  const [selected] = useState(() => selectedSteps(editor))
  const [task, setTask] = useState<HelperTask>(() => {
    if (failure) return "fix"
    return [...eachStep(file.workflow)].length === 0 ? "describe" : "change"
  })
  const [request, setRequest] = useState(wish ?? "")
  const [chosen, setChosen] = useState<string | null>(null)
  const provider = providers.find(({ id }) => id === chosen) ?? providers[0]
  const question = () => {
    const { text } = editor.store.getState().file
    return questionOf({ task, request, text, selected, failure, catalogue: editor.catalogue })
  }
  const conversation = useConversation(wish === undefined ? null : question)
  const { talk } = conversation
  const review = (): void => conversation.review(question())
  if (provider === undefined) return null
  const isWide = talk.is === "answered" && task !== "explain"
  return (
    <Dialog title={t`Ask the helper`} {...(isWide ? { isFull: true } : { isWide: true })} onClose={onClose}>
      {talk.is === "writing" && (
        <div className="flex flex-col gap-4 pt-1">
          <Segments
            label={t`What it does`}
            segments={tasks.filter(({ id }) => id !== "fix" || failure)}
            value={task}
            onChange={setTask}
          />
          <Asking {...{ task, request, setRequest, selected, failure }} />
          <div className="flex flex-wrap items-end gap-3">
            <div className="min-w-44 flex-1">
              <Select
                label={t`Who answers`}
                value={provider.id}
                onChange={setChosen}
                choices={providers.map(({ id, title }) => ({ id, label: title }))}
              />
            </div>
            <Button
              look="primary"
              icon={Eye}
              isDisabled={request.trim() === "" && (task === "describe" || task === "change")}
              onPress={review}
            >{t`Show what will be sent`}</Button>
          </div>
        </div>
      )}
      {talk.is === "reviewing" && (
        <Review question={talk.question} provider={provider} conversation={conversation} />
      )}
      {talk.is === "asking" && (
        <div className="flex flex-col gap-3 pt-1">
          <p className="text-sm text-muted">{t`${provider.title} answers …`}</p>
          <pre
            aria-live="polite"
            className="h-80 overflow-auto rounded-lg border border-line bg-field p-3 font-mono text-xs whitespace-pre-wrap"
          >
            {talk.text}
          </pre>
          <div className="flex justify-end">
            <Button icon={Square} onPress={conversation.stop}>{t`Stop`}</Button>
          </div>
        </div>
      )}
      {talk.is === "failed" && (
        <div className="flex flex-col gap-3 pt-1">
          <WentWrong>{translated(talk.problem.message)}</WentWrong>
          <div className="flex justify-end gap-2">
            <Button icon={ArrowLeft} onPress={conversation.again}>{t`Back`}</Button>
            <Button
              look="primary"
              icon={Eye}
              onPress={() => conversation.review(talk.question)}
            >{t`Show it again`}</Button>
          </div>
        </div>
      )}
      {talk.is === "answered" && task === "explain" && (
        <div className="flex flex-col gap-3 pt-1">
          <p className="max-h-[55dvh] overflow-auto text-sm whitespace-pre-wrap">{talk.text}</p>
          <Cost usd={talk.usd} />
          <div className="flex justify-end gap-2">
            <Button icon={ArrowLeft} onPress={conversation.again}>{t`Ask something else`}</Button>
            <Button look="primary" onPress={onClose}>{t`Close`}</Button>
          </div>
        </div>
      )}
      {talk.is === "answered" && task !== "explain" && (
        <Answered
          {...{ conversation, onClose }}
          question={talk.question}
          text={talk.text}
          usd={talk.usd}
          asked={request.trim()}
        />
      )}
    </Dialog>
  )
}

interface AskingProps {
  readonly task: HelperTask
  readonly request: string
  readonly setRequest: (text: string) => void
  readonly selected: readonly string[]
  readonly failure: Failure | null
}

const labels: { readonly [task in HelperTask]: string } = {
  describe: t`What should the workflow do?`,
  change: t`What should be different?`,
  explain: t`What do you want to know? (all of it, if empty)`,
  fix: t`Anything to mind? (may be empty)`,
}

function Asking({ task, request, setRequest, selected, failure }: AskingProps) {
  return (
    <>
      {task === "fix" && failure && (
        <p className="rounded-lg bg-bad-wash px-3 py-2 text-sm text-bad-text">
          <span className="font-mono text-xs">{failure.step}</span>: {translated(failure.message)}
        </p>
      )}
      <TextField
        label={labels[task]}
        lines={3}
        value={request}
        onChange={setRequest}
        autoFocus
        placeholder={task === "describe" ? t`Every weekday read notes.md, summarise it and notify me` : ""}
        help={
          task === "change"
            ? selected.length > 0
              ? t`Of the selected steps: ${selected.join(", ")}`
              : t`Of the whole workflow. Select steps before, to change those alone.`
            : undefined
        }
      />
    </>
  )
}

/** What would leave this computer, word for word. */
function Review({
  question,
  provider,
  conversation,
}: {
  readonly question: readonly AiMessage[]
  readonly provider: Provider
  readonly conversation: Conversation
}) {
  const letters = question.reduce((sum, { content }) => sum + content.length, 0)
  const host = originOf(provider)
  return (
    <div className="flex flex-col gap-3 pt-1">
      <p className="text-sm text-muted">{t`${
        host === null
          ? t`This stays on this computer. `
          : t`This goes to ${host.replace(/^https?:\/\//, "")}, and nothing else. `
      }About ${sayNumber(Math.ceil(letters / 4))} tokens.`}</p>
      <div className="flex max-h-[50dvh] flex-col gap-2 overflow-auto">
        {[...question].reverse().map((message, index) => (
          <details key={message.content} open={index === 0} className="rounded-lg border border-line">
            <summary className="cursor-default px-3 py-2 text-xs font-medium select-none">
              {roles[message.role]}
            </summary>
            <pre className="border-t border-line bg-field p-3 font-mono text-xs whitespace-pre-wrap">
              {message.content}
            </pre>
          </details>
        ))}
      </div>
      <div className="flex justify-end gap-2">
        <Button icon={ArrowLeft} onPress={conversation.again}>{t`Back`}</Button>
        <Button
          look="primary"
          icon={SendHorizontal}
          onPress={() => conversation.send(provider.id)}
        >{t`Send to ${provider.title}`}</Button>
      </div>
    </div>
  )
}

const roles = {
  system: t`How files are written, and all kinds of steps`,
  user: t`The question`,
  assistant: t`Its answer before`,
  tool: t`A tool`,
}

/** What was answered: a proposal, or what is wrong with it. */
function Answered({
  question,
  text,
  usd,
  conversation,
  asked,
  onClose,
}: {
  readonly question: readonly AiMessage[]
  readonly text: string
  readonly usd: number | null
  readonly conversation: Conversation
  /** What it was asked for, in words; empty where a failure alone was to be mended. */
  readonly asked: string
  readonly onClose: () => void
}) {
  const editor = useEditor()
  const check = useEditorState(state => state.check)
  const [proposal] = useState(() => {
    const { file } = editor.store.getState()
    return readProposal(
      text,
      file.workflow,
      check && (workflow => finished(check(workflow, editor.catalogue))),
    )
  })
  if (proposal.ok) {
    return (
      <ProposalView proposal={proposal.value} asked={asked} onAgain={conversation.again} onClose={onClose}>
        <Cost usd={usd} />
      </ProposalView>
    )
  }
  return (
    <div className="flex flex-col gap-3 pt-1">
      <p className="text-sm">{t`The answer cannot be used:`}</p>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-bad-text">
        {proposal.error.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <pre className="max-h-60 overflow-auto rounded-lg border border-line bg-field p-3 font-mono text-xs whitespace-pre-wrap">
        {text}
      </pre>
      <Cost usd={usd} />
      <div className="flex justify-end gap-2">
        <Button icon={ArrowLeft} onPress={conversation.again}>{t`Ask something else`}</Button>
        <Button
          look="primary"
          icon={Eye}
          onPress={() => conversation.review(repairOf(question, text, proposal.error))}
        >{t`Show how it is sent back`}</Button>
      </div>
    </div>
  )
}

function Cost({ usd }: { readonly usd: number | null }) {
  const say =
    usd === null
      ? t`Its price is not known.`
      : usd === 0
        ? t`It cost nothing.`
        : t`It cost $${usd.toPrecision(2)}.`
  return <p className="text-xs text-muted">{say}</p>
}
