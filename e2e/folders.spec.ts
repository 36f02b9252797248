import { expect, test } from "./studio.ts"

/*
 * A folder of the browser's own disk stands for one that a person picks: a picker cannot be worked from here, and all
 * that follows it is the same.
 */
test("a workflow works in a folder that was picked, also after the page was loaded anew, and says so when it is closed", async ({
  studio,
}) => {
  const { page } = studio
  await page.addInitScript(() => {
    const closed = () => localStorage.getItem("closed") === "yes"
    Object.assign(window, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle("project", { create: true }),
    })
    Object.assign(FileSystemHandle.prototype, {
      queryPermission: async () => (closed() ? "prompt" : "granted"),
      requestPermission: async () => {
        localStorage.setItem("closed", "no")
        return "granted"
      },
    })
  })
  const onDisk = (path: string) =>
    page.evaluate(async name => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("project")
      const file = await folder.getFileHandle(name).catch(() => null)
      return file && (await file.getFile()).text()
    }, path)
  await studio.import(
    `rivulet: 1\nid: notes\nname: Notes\nsteps:\n  - { id: save, kind: file.write, with: { path: out.txt, content: "written" } }\n`,
  )
  await page.getByRole("button", { name: "Files: private workspace" }).click()
  const dialog = page.getByRole("dialog", { name: "Where “Notes” keeps its files" })
  await dialog.getByRole("button", { name: "Choose a folder" }).click()
  await expect(dialog.getByRole("heading", { name: "The folder “project”" })).toBeVisible()
  await dialog.getByRole("button", { name: "Done" }).click()

  await page.getByRole("button", { name: "Test in sandbox" }).click()
  await expect(page.getByRole("button", { name: "out.txt +1 line" })).toBeVisible()
  expect(await onDisk("out.txt")).toBe(null)
  await page.reload()
  await expect(page.getByRole("button", { name: "Files: folder project", exact: true })).toBeVisible()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect.poll(() => onDisk("out.txt")).toBe("written")

  await page.evaluate(() => localStorage.setItem("closed", "yes"))
  await page.goto("#/settings")
  const own = page.getByRole("list", { name: "Workflows with a place of their own" })
  await own.getByRole("button", { name: "Open it again" }).click()
  await expect(own.getByRole("button", { name: "Open it again" })).toBeHidden()
  await own.getByRole("button", { name: "As for all" }).click()
  await expect(own).toBeHidden()
  await page.goto("#/w/notes")
  await expect(page.getByRole("button", { name: "Files: private workspace" })).toBeVisible()
})
