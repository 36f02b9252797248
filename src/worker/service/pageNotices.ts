import type { Outside, OutsideNews } from "../../app/outside.ts"
import { t } from "../../language/t.ts"
import { translated } from "../../language/translated.ts"
import { own } from "../../lib/json.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import type { Problem } from "../../model/problems.ts"
import { decisionAnswer, decisionsOf } from "../../runs/decisions.ts"
import type { RunService } from "../../runs/runService.ts"
import { createRunStore } from "../../runs/runStore.ts"
import type { Question } from "../../runs/runWaits.ts"
import type { Answered, AskedStep, FromPage, NoticeData, ToPage } from "./noticeMessages.ts"

/** What the page's notifications are handed. */
export interface PageNoticesParts {
  readonly page: Window
  readonly service: RunService
  readonly catalogue: () => Promise<Catalogue>
}

/** What the system shows of a question; the page's types do not know of its buttons. */
interface NoticeOptions extends NotificationOptions {
  readonly data: NoticeData
  readonly actions?: readonly { readonly action: string; readonly title: string }[]
}

/** A run that asks has written its question down by then, in milliseconds. */
const patience = 5_000

/**
 * Tells people who are away. With a service worker a notification has its decisions as buttons, outlives the tab, and
 * is answered without it being looked at; without one it leads to where they are decided.
 */
export function createPageNotices({ page, service, catalogue }: PageNoticesParts): Outside {
  const { serviceWorker: workers } = page.navigator
  const open = (address: string): void => {
    page.location.hash = address
  }
  // Its files are fetched when nothing else is: the page that is open has what it needs.
  const registered = idle(page).then(() => register(workers))

  workers?.addEventListener("message", ({ data, ports: [port] }: MessageEvent<ToPage>) => {
    if (data.notice === "open") {
      open(data.address)
      port?.postMessage({ ok: true, value: null } satisfies Answered)
    } else if (data.notice === "answer") {
      const { run, place } = data.asked
      void service
        .command(run, decisionAnswer(place, data.decision))
        .then(told => port?.postMessage(told.ok ? { ok: true, value: null } : inWords(told.error)))
    }
  })
  workers?.startMessages()
  void registered.then(() => workers?.controller?.postMessage({ notice: "listens" } satisfies FromPage))

  async function show({ title, body, tag, address, run }: OutsideNews, question?: AskedQuestion) {
    const registration = await registered
    const unheard = {
      title: t`Your answer did not reach the run`,
      nobody: t`No page answered. Open the run to decide there.`,
    }
    const data: NoticeData = { address, run, ...(question && { asked: question.asked, unheard }) }
    if (registration?.active) {
      const options: NoticeOptions = { body, tag, data, actions: question?.actions ?? [] }
      return registration.showNotification(title, options)
    }
    const notification = new Notification(title, { body, tag })
    notification.onclick = () => {
      page.focus()
      open(address)
      notification.close()
    }
  }

  return {
    tell: show,
    async asks({ run, name }, news) {
      const questions = await questionsOf(service, await catalogue(), run)
      // A run may want something else of a person: a form, a power, a word about what nobody can tell.
      if (questions.length === 0) return show(news)
      for (const { key, place, ask } of questions) {
        const actions = decisionsOf(ask).map(({ id, label }) => ({ action: id, title: label }))
        const title = typeof ask.title === "string" ? ask.title : name
        const text = typeof ask.text === "string" ? ask.text : ""
        const body = text === "" ? t`“${name}” waits for you` : `${name}: ${text}`
        const tag = `question:${run}:${key}`
        await show({ ...news, title, body, tag }, { asked: { run, place }, actions })
      }
    },
    async withdraw(run) {
      const shown = (await (await registered)?.getNotifications()) ?? []
      for (const notification of shown) {
        const { asked } = notification.data as NoticeData
        if (asked?.run === run) notification.close()
      }
    },
  }
}

interface AskedQuestion {
  readonly asked: AskedStep
  readonly actions: NonNullable<NoticeOptions["actions"]>
}

/** Ends when the page has nothing to do; Safari does not say when, and waits a little. */
function idle(page: Window): Promise<unknown> {
  if ("requestIdleCallback" in page) return new Promise(go => page.requestIdleCallback(go))
  return new Promise(go => setTimeout(go, 1_000))
}

/** The service worker, where the browser has one: it needs a safe address, and may be switched off. */
async function register(
  workers: ServiceWorkerContainer | undefined,
): Promise<ServiceWorkerRegistration | undefined> {
  try {
    return await workers?.register("./service-worker.js")
  } catch {
    return undefined
  }
}

/** What the run asks, read once it is known. */
function questionsOf(service: RunService, { kinds }: Catalogue, run: string): Promise<readonly Question[]> {
  const watched = createRunStore(service, kind => own(kinds, kind), run)
  return new Promise(go => {
    const look = () => {
      const questions = watched.store.getState().view?.questions ?? []
      if (questions.length > 0) end(questions)
    }
    const end = (questions: readonly Question[]) => {
      clearTimeout(timer)
      stop()
      watched.close()
      go(questions)
    }
    const timer = setTimeout(() => end([]), patience)
    const stop = watched.store.subscribe(look)
    look()
  })
}

function inWords(problem: Problem): Answered {
  return { ok: false, error: { ...problem, message: translated(problem.message) } }
}
