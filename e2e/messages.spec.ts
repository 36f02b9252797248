import { expect, test } from "./studio.ts"

const teller = `rivulet: 1
id: teller
name: Teller
steps:
  - { id: show, kind: notify.show, with: { title: The report is ready, text: out/report.md } }
  - { id: mail, kind: notify.email, with: { to: ada@example.com, subject: Report, text: Here it is } }
  - { id: say, kind: chat.send, with: { text: "All **done**" } }
`
const answerer = `rivulet: 1
id: answerer
name: Answerer
triggers: [{ id: asked, type: chat, with: { command: /sum } }]
steps:
  - id: answer
    kind: chat.send
    with: { session: "{{ trigger.session }}", text: "Counted: {{ trigger.rest.length }}" }
`
const careful = `rivulet: 1
id: careful
name: Careful
triggers: [{ id: asked, type: chat, with: { command: /wipe } }]
steps:
  - { id: sure, kind: approve, with: { title: "Wipe {{ trigger.rest }}?" }, next: { approved: say } }
  - id: say
    kind: chat.send
    with: { session: "{{ trigger.session }}", text: "Wiped {{ trigger.rest }}" }
`

test("what runs tell a person is shown as it comes, stands in the inbox and in the chat, and is answered there", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(teller)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  const toast = page.getByRole("alertdialog").filter({ hasText: "The report is ready" })
  await expect(toast).toBeVisible()
  await page.goto("#/inbox")
  const left = page.getByRole("region", { name: "Messages" })
  await expect(left.getByRole("heading", { name: "The report is ready" })).toBeVisible()
  await expect(left.getByRole("link", { name: "Open in your mail program" })).toHaveAttribute(
    "href",
    "mailto:ada%40example.com?subject=Report&body=Here%20it%20is",
  )
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    left.getByRole("button", { name: "Save as a file" }).click(),
  ])
  expect(file.suggestedFilename()).toBe("mail-report.eml")
  await left.getByRole("button", { name: "Remove all" }).click()
  await expect(page.getByText("Nothing waits for you")).toBeVisible()

  await studio.import(answerer)
  await page.getByRole("button", { name: "Starts by itself: off" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Switch on" }).click()
  await page.goto("#/chat")
  const conversation = page.getByRole("region", { name: "Conversation" })
  await expect(conversation.getByText("done", { exact: true })).toBeVisible()
  await conversation.getByRole("textbox", { name: "Message" }).fill("/sum four")
  await conversation.getByRole("button", { name: "Send" }).click()
  await expect(conversation.getByText("Counted: 4")).toBeVisible()
  await conversation.getByRole("link", { name: "Answerer" }).click()
  await expect(page).toHaveURL(/#\/w\/answerer\/runs\//)
})

test("what a run asks that was begun in a conversation is answered there, and asked in no other", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(careful)
  await page.getByRole("button", { name: "Starts by itself: off" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Switch on" }).click()
  await page.goto("#/chat/second")
  const conversation = page.getByRole("region", { name: "Conversation" })
  await conversation.getByRole("textbox", { name: "Message" }).fill("/wipe notes")
  await conversation.getByRole("button", { name: "Send" }).click()
  await expect(conversation.getByRole("heading", { name: "Wipe notes?" })).toBeInViewport()
  await expect(conversation.getByRole("link", { name: "Careful" })).toBeVisible()
  // It stands before one's eyes, and nothing else tells of it there.
  await expect(page).toHaveTitle("(1) Rivulet")
  await expect(page.getByRole("alertdialog")).toHaveCount(0)
  await page.getByRole("link", { name: "General" }).click()
  await expect(conversation.getByText("Nothing was said here yet")).toBeVisible()
  await expect(conversation.getByRole("heading", { name: "Wipe notes?" })).toHaveCount(0)
  await page.getByRole("link", { name: "second" }).click()
  await conversation.getByRole("button", { name: "Approve" }).click()
  await expect(conversation.getByText("Wiped notes")).toBeVisible()
  await expect(conversation.getByRole("heading", { name: "Wipe notes?" })).toHaveCount(0)
})
