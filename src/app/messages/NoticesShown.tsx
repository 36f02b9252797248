import { useEffect, useRef } from "react"
import { useLocation } from "wouter"
import { t } from "../../language/t.ts"
import type { KeptMessage } from "../../model/messages.ts"
import { useToasts } from "../../ui/Toast.tsx"
import { isAway } from "../outside.ts"
import { useServices } from "../services.ts"
import { chatAddress, runOf, useMessages } from "./messageHome.ts"

/** Shows what runs tell people as it comes: in the page, and as one of the system's notifications where it is hidden. */
export default function NoticesShown() {
  const all = useMessages()
  const toasts = useToasts()
  const { outside } = useServices()
  const [where, go] = useLocation()
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    if (all === null) return
    const before = known.current
    known.current = new Set(all.map(({ key }) => key))
    // What had come before the page was opened stands in the inbox, and is no news.
    if (before === null) return
    for (const message of all) {
      if (before.has(message.key) || message.run === null) continue
      const news = newsIn(message)
      if (where === news.address) continue
      toasts.show({ say: news.say, action: { label: news.label, run: () => go(news.address) } })
      const { title, text: body, address } = news
      const told = { title, body, address, tag: message.key, run: message.run }
      if (isAway()) void outside().then(home => home.tell(told))
    }
  }, [all, toasts, go, where, outside])
  return null
}

interface News {
  readonly say: string
  readonly title: string
  readonly text: string
  readonly label: string
  readonly address: string
}

function newsIn(message: KeptMessage): News {
  if (message.type === "chat")
    return {
      ...{ say: t`Chat: ${shortened(message.text)}`, title: t`Chat`, text: message.text, label: t`Answer` },
      address: chatAddress(message.session),
    }
  if (message.type === "draft")
    return {
      ...{
        say: t`An e-mail is prepared: ${message.subject}`,
        title: t`E-mail prepared`,
        text: message.subject,
      },
      ...{ label: t`Look at it`, address: "/inbox" },
    }
  const { title, text } = message
  return { say: title, title, text, label: t`Show the run`, address: runOf(message) ?? "/inbox" }
}

const longest = 120

/** The beginning of a Markdown text as a line, without its marks. */
function shortened(text: string): string {
  const words = text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\*\*|__|`|^#+ /gm, "")
  const line = words.replace(/\s+/g, " ").trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
