import { expect, test } from "vitest"
import { err, ok } from "../../lib/result.ts"
import type { Problem } from "../../model/problems.ts"
import { createNoticeClicks, type OpenPage } from "./noticeClicks.ts"
import type { Answered, ToPage } from "./noticeMessages.ts"

const asked = { run: "r1", place: { in: "", step: "ask", visit: 1 } }
const unheard = {
  title: "Your answer did not reach the run",
  nobody: "No page answered. Open the run to decide there.",
}
const data = { address: "/w/a/runs/r1", run: "r1", asked, unheard }

/** Pages that answer as is said, and all that happens outside of them. */
function testClicks(answers: (Answered | undefined)[], afterOpening: (Answered | undefined)[] = answers) {
  const happened: string[] = []
  const said: ToPage[] = []
  const timers: (() => void)[] = []
  let open = answers
  const clicks = createNoticeClicks({
    pages: async () =>
      open.map(
        (answer, at): OpenPage => ({
          async say(message) {
            said.push(message)
            happened.push(`page ${at} hears ${message.notice}`)
            return answer
          },
          focus: async () => void happened.push(`page ${at} is looked at`),
        }),
      ),
    async openPage(address) {
      happened.push(`opens ${address}`)
      open = afterOpening
    },
    show: async (title, body) => void happened.push(`${title}: ${body}`),
    after(_, work) {
      timers.push(work)
      return () => {}
    },
  })
  return { clicks, happened, said, timers }
}

test("the first page that answers tells the run", async () => {
  const { clicks, happened, said } = testClicks([undefined, ok(null), ok(null)])
  await clicks.clicked(data, "approved")
  expect(happened).toEqual(["page 0 hears answer", "page 1 hears answer"])
  expect(said[0]).toEqual({ notice: "answer", asked, decision: "approved" })
})

test("where no page is open one is opened, and told once it listens", async () => {
  const { clicks, happened } = testClicks([], [ok(null)])
  const answered = clicks.clicked(data, "approved")
  await expect.poll(() => happened).toEqual(["opens /w/a/runs/r1"])
  clicks.pageListens()
  await answered
  expect(happened).toEqual(["opens /w/a/runs/r1", "page 0 hears answer"])
})

test("an answer that the run does not take is said", async () => {
  const problem: Problem = {
    code: "not_waiting",
    severity: "error",
    retryable: false,
    message: "The step waits for nothing.",
  }
  const { clicks, happened } = testClicks([err(problem)])
  await clicks.clicked(data, "approved")
  expect(happened.at(-1)).toBe("Your answer did not reach the run: The step waits for nothing.")
})

test("an answer that no page hears is said", async () => {
  const { clicks, happened, timers } = testClicks([])
  const answered = clicks.clicked(data, "approved")
  await expect.poll(() => timers.length).toBe(1)
  timers[0]?.()
  await answered
  expect(happened.at(-1)).toBe(
    "Your answer did not reach the run: No page answered. Open the run to decide there.",
  )
})

test("a click beside the buttons leads to the run, and decides nothing", async () => {
  const here = testClicks([ok(null)])
  await here.clicks.clicked(data, "")
  expect(here.happened).toEqual(["page 0 is looked at", "page 0 hears open"])
  const nowhere = testClicks([])
  await nowhere.clicks.clicked(data, "")
  expect(nowhere.happened).toEqual(["opens /w/a/runs/r1"])
})
