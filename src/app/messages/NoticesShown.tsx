import { useEffect, useRef } from "react"
import { useLocation } from "wouter"
import type { KeptMessage } from "../../model/messages.ts"
import { useToasts } from "../../ui/Toast.tsx"
import { chatAddress, runOf, useMessages } from "./messageHome.ts"

/** Shows what runs tell people as it comes: in the page, and as one of the system's notifications where it is hidden. */
export function NoticesShown() {
  const all = useMessages()
  const toasts = useToasts()
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
      tellOutside(message, news.text, () => go(news.address))
    }
  }, [all, toasts, go, where])
  return null
}

interface News {
  readonly say: string
  readonly text: string
  readonly label: string
  readonly address: string
}

function newsIn(message: KeptMessage): News {
  if (message.type === "chat")
    return {
      ...{ say: `Chat: ${shortened(message.text)}`, text: message.text, label: "Answer" },
      address: chatAddress(message.session),
    }
  if (message.type === "draft")
    return {
      ...{ say: `An e-mail is prepared: ${message.subject}`, text: message.subject, label: "Look at it" },
      address: "/inbox",
    }
  const { title, text } = message
  return { say: title, text, label: "Show the run", address: runOf(message) ?? "/inbox" }
}

const longest = 120

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}

/** The same message of several tabs is one, by its key. */
function tellOutside(message: KeptMessage, body: string, open: () => void): void {
  if (!document.hidden || !("Notification" in window) || Notification.permission !== "granted") return
  const title =
    message.type === "notice" ? message.title : message.type === "chat" ? "Chat" : "E-mail prepared"
  const notification = new Notification(title, { body, tag: message.key })
  notification.onclick = () => {
    window.focus()
    open()
    notification.close()
  }
}
