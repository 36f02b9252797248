import type { Answered, NoticeData, ToPage } from "./noticeMessages.ts"

/** A page that is open in some tab. */
export interface OpenPage {
  /** Says something to the page; undefined where it does not answer in time. */
  say(message: ToPage, within: number): Promise<Answered | undefined>
  focus(): Promise<void>
}

/** What clicks on notifications are handed. */
export interface NoticeClickParts {
  /** The pages that are open, the one that was looked at last before the others. */
  readonly pages: () => Promise<readonly OpenPage[]>
  readonly openPage: (address: string) => Promise<void>
  readonly show: (title: string, body: string, data: NoticeData) => Promise<void>
  readonly after: (milliseconds: number, work: () => void) => () => void
}

/** What clicks on notifications do. */
export interface NoticeClicks {
  /** Ends once the answer has arrived, or the person has been told that it did not. */
  clicked(data: NoticeData, decision: string): Promise<void>
  /** A page has begun to listen. */
  pageListens(): void
}

/** A page that sleeps does not answer: the next one is asked. */
const pagePatience = 5_000
/** So long a page may take to open. */
const openPatience = 60_000

/**
 * Takes the answers of notifications to their runs: through a page that is open, whichever has the run, or through one
 * that is opened for it. The answer names the visit that asked, so that it is never taken for another one.
 */
export function createNoticeClicks({ pages, openPage, show, after }: NoticeClickParts): NoticeClicks {
  const listening = new Set<() => void>()

  /** Ends when a page begins to listen, or none has. */
  function nextPage(): Promise<void> {
    return new Promise(go => {
      const callOff = after(openPatience, end)
      function end() {
        callOff()
        listening.delete(end)
        go()
      }
      listening.add(end)
    })
  }

  async function tellPages(message: ToPage): Promise<Answered | undefined> {
    for (const page of await pages()) {
      const answered = await page.say(message, pagePatience)
      if (answered !== undefined) return answered
    }
    return undefined
  }

  async function answer(data: NoticeData, message: ToPage): Promise<void> {
    let answered = await tellPages(message)
    if (answered === undefined) {
      const opened = nextPage()
      await openPage(data.address)
      await opened
      answered = await tellPages(message)
    }
    if (answered?.ok === true) return
    const { title = "", nobody = "" } = data.unheard ?? {}
    await show(title, answered?.error.message ?? nobody, { address: data.address, run: data.run })
  }

  return {
    async clicked(data, decision) {
      if (decision !== "" && data.asked !== undefined)
        return answer(data, { notice: "answer", asked: data.asked, decision })
      const [page] = await pages()
      if (page === undefined) return openPage(data.address)
      await page.focus()
      await page.say({ notice: "open", address: data.address }, pagePatience)
    },
    pageListens() {
      for (const hear of [...listening]) hear()
    },
  }
}
