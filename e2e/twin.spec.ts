import { expect, fixture, test } from "./studio.ts"

test("a folder that is picked is in step with the workflows; where both changed a person compares and chooses", async ({
  studio,
}) => {
  const { page } = studio
  // No picker can be clicked here: one is given that picks a folder of the browser's own file system.
  await page.addInitScript(() => {
    const showDirectoryPicker = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle("twin", { create: true })
    Object.assign(window, { showDirectoryPicker })
  })
  const write = (file: string, text: string) =>
    page.evaluate(
      async ([name, content]) => {
        const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("twin")
        const writable = await (await root.getFileHandle(name ?? "", { create: true })).createWritable()
        await writable.write(content ?? "")
        await writable.close()
      },
      [file, text],
    )
  const read = (file: string) =>
    page.evaluate(async name => {
      const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("twin")
      return (await (await root.getFileHandle(name)).getFile()).text()
    }, file)
  const file = "daily-documentation.rivulet.yaml"
  const text = fixture("daily-documentation")

  await studio.open("daily-documentation")
  await studio.saved()
  await page.goto("#/settings")
  const card = page.getByRole("region", { name: "Workflows as files" })
  await card.getByRole("button", { name: "Choose a folder" }).click()
  await expect(card.getByText("In step: 1 file")).toBeVisible()
  expect(await read(file)).toBe(text)

  // What is done outside shows here.
  await write("trip-planner.rivulet.yaml", fixture("trip-planner"))
  await write(file, text.replace(/^name: .*$/m, "name: Named outside"))
  await expect(card.getByText("In step: 2 files")).toBeVisible()
  await studio.home()
  await expect(page.getByRole("list", { name: "Workflows" }).getByRole("listitem")).toHaveCount(2)
  await expect(page.getByRole("link", { name: "Named outside" })).toBeVisible()

  // Both sides change while nobody looks: the folder is away, and comes back with another text.
  await page.goto("#/w/daily-documentation")
  await expect(studio.box("commit")).toBeVisible()
  await page.evaluate(async () => {
    const lock = "rivulet-twin"
    await new Promise<void>(held => {
      void navigator.locks.request(lock, () => {
        held()
        return new Promise<void>(end => Object.assign(window, { letLook: end }))
      })
    })
  })
  await write(file, text.replace(/^name: .*$/m, "name: Theirs"))
  await studio.box("commit").click()
  await page.keyboard.press("F2")
  await page.getByLabel("Name of the step").fill("Mine")
  await page.keyboard.press("Enter")
  await studio.saved()
  await page.evaluate(() => (window as unknown as { letLook: () => void }).letLook())
  await page.getByRole("link", { name: "Look at it" }).click()
  const question = card.getByRole("listitem", { name: "daily-documentation" })
  await question.getByRole("button", { name: "Compare" }).click()
  const dialog = page.getByRole("dialog", { name: /the file, and what is here/ })
  await expect(dialog.locator(".monaco-diff-editor").getByText("Theirs").first()).toBeVisible({
    timeout: 20_000,
  })
  await dialog.getByRole("button", { name: "Take the file" }).click()
  await expect(question).toBeHidden()
  await page.goto("#/w/daily-documentation")
  await expect(page.getByRole("heading", { name: "Theirs" })).toBeVisible()
})
