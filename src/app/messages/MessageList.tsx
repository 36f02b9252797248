import { Bell, Download, Mail, Trash2 } from "lucide-react"
import { Link } from "wouter"
import { t } from "../../language/t.ts"
import { draftText, mailAddress } from "../../model/draftText.ts"
import type { KeptMessage } from "../../model/messages.ts"
import { useRuns } from "../../runs/runsContext.ts"
import { Button, IconButton } from "../../ui/Button.tsx"
import { ago } from "../ago.ts"
import { useServices } from "../services.ts"
import { runOf } from "./messageHome.ts"

/** Notices and drafts that runs left for a person, the latest first. */
export function MessageList({ messages }: { readonly messages: readonly KeptMessage[] }) {
  const home = useServices().messages
  if (messages.length === 0) return null
  return (
    <section aria-label={t`Messages`} className="flex flex-col gap-3">
      <header className="flex items-center gap-2">
        <h2 className="flex-1 text-base font-semibold">{t`From your runs`}</h2>
        <Button
          className="h-7"
          onPress={() => void home.remove(messages.map(({ key }) => key))}
        >{t`Remove all`}</Button>
      </header>
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel">
        {[...messages].reverse().map(message => (
          <MessageLine key={message.key} message={message} onRemove={() => void home.remove([message.key])} />
        ))}
      </ul>
    </section>
  )
}

interface MessageLineProps {
  readonly message: KeptMessage
  readonly onRemove: () => void
}

function MessageLine({ message, onRemove }: MessageLineProps) {
  const { now } = useServices()
  const address = runOf(message)
  const Icon = message.type === "draft" ? Mail : Bell
  const title = message.type === "notice" ? message.title : message.type === "draft" ? message.subject : ""
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Icon size={17} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-muted" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="text-sm font-medium break-words">{title}</h3>
        {message.type === "draft" && (
          <p className="text-xs break-words text-muted">{t`To ${message.to.join(", ")}`}</p>
        )}
        {message.text !== "" && (
          <p className="line-clamp-6 text-sm break-words whitespace-pre-wrap">{message.text}</p>
        )}
        <p className="text-xs text-muted">
          {ago(message.at, now())}
          {address !== null && (
            <>
              {" · "}
              <Link href={address} className="text-accent hover:underline">{t`Show the run`}</Link>
            </>
          )}
        </p>
        {message.type === "draft" && <DraftButtons draft={message} />}
      </div>
      <IconButton icon={Trash2} label={t`Remove: ${title}`} onPress={onRemove} />
    </li>
  )
}

/** A page cannot send mail: the draft goes to the person's own program, as an address or as a file. */
function DraftButtons({ draft }: { readonly draft: Extract<KeptMessage, { readonly type: "draft" }> }) {
  const { save } = useRuns()
  const address = mailAddress(draft)
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      {address !== null && (
        <a
          href={address}
          className="inline-flex h-7 items-center gap-2 rounded-lg border border-line bg-panel px-3 text-sm font-medium shadow-xs hover:border-line-strong"
        >
          <Mail size={15} aria-hidden />
          {t`Open in your mail program`}
        </a>
      )}
      <Button
        className="h-7"
        icon={Download}
        onPress={() => save(fileName(draft.subject), draftText(draft), "message/rfc822")}
      >{t`Save as a file`}</Button>
    </div>
  )
}

function fileName(subject: string): string {
  const words = subject.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return `${["mail", ...words].join("-").slice(0, 60)}.eml`
}
