import { MessageSquare, SendHorizontal } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { Link } from "wouter"
import { keptSummary } from "../../editor/summary.ts"
import { t } from "../../language/t.ts"
import type { KeptMessage } from "../../model/messages.ts"
import { Button } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { EmptyState } from "../../ui/EmptyState.tsx"
import Markdown from "../../ui/Markdown.tsx"
import { TextField } from "../../ui/TextField.tsx"
import { ago } from "../ago.ts"
import { AskedInChat } from "../messages/AskedInChat.tsx"
import { chatAddress, mainSession, runOf, useMessages } from "../messages/messageHome.ts"
import { useServices } from "../services.ts"
import { useWorkflows } from "../useWorkflows.ts"

type Words = Extract<KeptMessage, { readonly type: "chat" }>

/** What runs say in the app's chat, by conversation, and the place to answer them: a message may start workflows. */
export default function ChatPage({ session = mainSession }: { readonly session?: string }) {
  const chosen = decodeURIComponent(session)
  const all = useMessages()?.filter((message): message is Words => message.type === "chat")
  const sessions = [...new Set([mainSession, chosen, ...(all ?? []).map(message => message.session)])]
  return (
    <div className="flex h-full max-[700px]:flex-col">
      <nav
        aria-label={t`Conversations`}
        className="flex shrink-0 flex-col gap-1 overflow-auto border-line bg-panel p-3 min-[700px]:w-56 min-[700px]:border-r max-[700px]:flex-row max-[700px]:border-b"
      >
        <h1 className="px-2 pt-2 pb-3 text-base font-semibold max-[700px]:hidden">{t`Chat`}</h1>
        {sessions.map(each => (
          <Link
            key={each}
            href={chatAddress(each)}
            aria-current={each === chosen ? "page" : undefined}
            className={cx(
              "truncate rounded-lg px-2 py-1.5 text-sm",
              each === chosen ? "bg-accent-wash font-medium text-accent" : "hover:bg-wash",
            )}
          >
            {each === mainSession ? t`General` : each}
          </Link>
        ))}
      </nav>
      {all !== undefined && (
        <Conversation key={chosen} session={chosen} words={all.filter(({ session }) => session === chosen)} />
      )}
    </div>
  )
}

interface ConversationProps {
  readonly session: string
  readonly words: readonly Words[]
}

function Conversation({ session, words }: ConversationProps) {
  const end = useRef<HTMLDivElement>(null)
  const names = new Map(useWorkflows()?.map(row => [row.id, keptSummary(row.summary)?.name ?? row.id]))
  const count = words.length
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: "end" })
  }, [count])
  return (
    <section aria-label={t`Conversation`} className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-auto">
        {count === 0 ? (
          <EmptyState
            icon={MessageSquare}
            title={t`Nothing was said here yet`}
          >{t`What you write starts every workflow that hears it: one with the trigger “On a chat message” that is switched on. Steps answer with “Send a chat message”.`}</EmptyState>
        ) : (
          <ol className="mx-auto flex max-w-180 flex-col gap-4 px-6 py-6 max-[700px]:px-3">
            {words.map(each => (
              <Line key={each.key} words={each} name={names.get(each.workflow ?? "") ?? each.workflow} />
            ))}
            <AskedInChat session={session} />
          </ol>
        )}
        <div ref={end} />
      </div>
      <Composer session={session} />
    </section>
  )
}

function Line({ words, name }: { readonly words: Words; readonly name: string | null }) {
  const { now } = useServices()
  const address = runOf(words)
  const isMine = address === null
  return (
    <li className={cx("flex max-w-[85%] flex-col gap-1", isMine && "self-end")}>
      <div
        className={cx(
          "rounded-xl px-4 py-2.5 text-sm break-words",
          isMine ? "bg-accent-wash whitespace-pre-wrap" : "border border-line bg-panel",
        )}
      >
        {isMine ? words.text : <Markdown text={words.text} />}
      </div>
      <p className={cx("px-1 text-xs text-muted", isMine && "text-right")}>
        {isMine ? (
          t`You`
        ) : (
          <Link href={address} className="hover:text-accent hover:underline">
            {name}
          </Link>
        )}
        {" · "}
        {ago(words.at, now())}
      </p>
    </li>
  )
}

function Composer({ session }: { readonly session: string }) {
  const { messages, say, now } = useServices()
  const [text, setText] = useState("")
  async function send() {
    const said = text.trim()
    if (said === "") return
    setText("")
    await messages.add({ type: "chat", session, text: said, at: now(), run: null, workflow: null })
    await say(session, said)
  }
  return (
    <form
      data-composes
      className="border-t border-line bg-panel"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="mx-auto flex max-w-180 items-end gap-2 px-6 py-3 max-[700px]:px-3">
        <div className="min-w-0 flex-1">
          <TextField
            label={t`Message`}
            isLabelHidden
            value={text}
            onChange={setText}
            placeholder={t`Write, or /command`}
          />
        </div>
        <Button
          type="submit"
          look="primary"
          icon={SendHorizontal}
          isDisabled={text.trim() === ""}
        >{t`Send`}</Button>
      </div>
    </form>
  )
}
