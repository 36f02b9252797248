import { expect, test } from "./studio.ts"

const asker = `export default {
  plugin: 1, name: "asker", version: "1.0.0", title: "Asker", summary: "Asks <b>one</b> host",
  docs: "<script>document.title = 'taken'</script>[a link](javascript:document.title=1)",
  actions: {
    ask: {
      title: "Ask the host", summary: "Asks what the host says", effect: "read",
      docs: "Like asking an oracle, but over the network.",
      uses: { http: ["https://answers.test"] },
      input: { type: "object", properties: { path: { type: "string", description: "Where to ask" } }, required: ["path"] },
      card: "{{ path }}",
      outlets: { success: { type: "object", properties: { says: { type: "string" } }, required: ["says"] } },
      async run({ path }, { http }) {
        const { body } = await http.get("https://answers.test/" + path)
        let elsewhere = "nothing"
        try { elsewhere = (await http.get("https://canary.test/")).body } catch (cause) { elsewhere = cause.message }
        return { says: body + "; elsewhere " + elsewhere }
      },
    },
  },
}`

const workflow = `rivulet: 1
id: asks
name: Asks
steps:
  - { id: first, kind: log, with: { message: begin }, next: ask }
  - { id: ask, kind: asker.ask, with: { path: hello } }
output: "{{ steps.ask.output.says }}"
`

test("a plugin is pasted, appears in the library, runs with what it was granted and no more, and is missed once removed", async ({
  studio,
  context,
}) => {
  const { page: builder } = studio
  const canary: string[] = []
  await context.route("https://*.test/**", route => {
    const url = route.request().url()
    if (url.includes("canary")) canary.push(url)
    return route.fulfill({ body: "hi", headers: { "access-control-allow-origin": "*" } })
  })
  // Without the plugin the workflow opens, and says which one is missing.
  await studio.import(workflow, "asks.rivulet.yaml")
  await builder.getByRole("button", { name: "Import anyway" }).click()
  await studio.box("ask").click()
  await expect(builder.getByText("If the plugin “asker” has it")).toBeVisible()
  await expect(builder.getByRole("link", { name: "install that" })).toHaveAttribute("href", "#/plugins")
  const page = await context.newPage()
  await page.goto("#/plugins")

  await page.getByRole("button", { name: "Paste one" }).click()
  const code = page.getByRole("textbox", { name: "The plugin's code" })
  await code.fill("export default 5")
  await page.getByRole("button", { name: "Look at it" }).click()
  await expect(page.getByText(/This is no plugin/)).toBeVisible()
  await code.fill(asker)
  await page.getByRole("button", { name: "Look at it" }).click()
  const dialog = page.getByRole("dialog", { name: "Install Asker?" })
  await expect(dialog.getByText("Ask the host")).toBeVisible()
  await expect(dialog.getByText("send requests to https://answers.test")).toBeVisible()
  // What it says is text, whatever it looks like.
  await expect(dialog.getByText("Asks <b>one</b> host.")).toBeVisible()
  await expect(dialog.getByRole("link")).toHaveCount(0)
  await expect(page).toHaveTitle(/Rivulet/)
  await dialog.getByRole("button", { name: "Install", exact: true }).click()
  const installed = page.getByRole("list", { name: "Installed plugins" })
  await expect(installed.getByText("Used by asks.")).toBeVisible()

  // The builder in the other tab was open all the time.
  await expect(builder.getByText("Where to ask")).toBeVisible()
  const find = builder.getByRole("searchbox", { name: "Find a step" })
  await find.fill("ask the host")
  await expect(builder.getByRole("region", { name: "Connect" }).getByText("Ask the host")).toBeVisible()
  await find.fill("oracle")
  await expect(builder.getByRole("region", { name: "Said in their docs" })).toContainText("Ask the host")
  await find.fill("")
  expect(await studio.text()).toContain("\nplugins: { asker: 1.0.0 }\n")

  await builder.getByRole("button", { name: "Run", exact: true }).click()
  await expect(builder.getByText("send requests to https://answers.test")).toBeVisible()
  await builder.getByRole("button", { name: "Allow all and run" }).click()
  const panel = builder.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("region", { name: "Output" })).toContainText(
    "hi; elsewhere The plugin may not",
  )
  expect(canary).toEqual([])
  await panel.getByRole("tab", { name: "Variables" }).click()
  await expect(panel.getByRole("region", { name: "Plugins" })).toContainText("asker 1.0.0")

  await page.goto("#/plugins")
  await page.getByRole("button", { name: "Remove Asker" }).click()
  await page.getByRole("button", { name: "Remove it" }).click()
  await expect(page.getByText("No plugins yet")).toBeVisible()
  await page.goto("#/w/asks")
  await studio.show("Outline")
  await page.getByRole("button", { name: "1 problem" }).click()
  await expect(page.getByText(/plugin “asker” is not installed/).first()).toBeVisible()
})

const pointer = `export default {
  plugin: 1, name: "pointer", version: "1.0.0", title: "Pointer", summary: "Points at what is there",
  actions: {
    at: {
      title: "Point", summary: "Points at a step and a workflow", effect: "pure",
      input: { type: "object", properties: {
        target: { type: "string", description: "The step" },
        others: { type: "array", items: { type: "string" } },
        flow: { type: "string", description: "The workflow." },
      } },
      hints: { target: { widget: "step" }, others: { widget: "step" }, flow: { widget: "workflow" } },
      async run(input) { return input },
    },
  },
}`

test("the fields of a plugin's step pick steps and workflows from those that there are", async ({
  studio,
}) => {
  const { page } = studio
  await page.goto("#/plugins")
  await page.getByRole("button", { name: "Paste one" }).click()
  await page.getByRole("textbox", { name: "The plugin's code" }).fill(pointer)
  await page.getByRole("button", { name: "Look at it" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Install", exact: true }).click()
  await expect(page.getByRole("list", { name: "Installed plugins" })).toBeVisible()
  await studio.import("rivulet: 1\nid: review\nname: Review it\nsteps: []\n")
  await studio.saved()
  await studio.import(`rivulet: 1
id: points
steps:
  - { id: first, name: The first, kind: log, with: { message: begin }, next: point }
  - { id: point, kind: pointer.at }
`)
  await studio.box("point").click()
  const inspector = page.getByRole("complementary", { name: "Inspector" })
  const pick = async (field: string, name: string) => {
    await inspector.getByRole("button", { name: `Choose ${field}` }).click()
    const list = page.getByRole("dialog", { name: `Choose ${field}` })
    await list.getByRole("menuitem", { name }).click()
  }
  await pick("target", "The first")
  await inspector.getByRole("button", { name: "Add a value" }).click()
  await pick("others", "The first")
  await pick("flow", "Review it")
  // What a plugin says of a field is a sentence, with a full stop of its own or without.
  await expect(inspector.getByText("The step.", { exact: true })).toBeVisible()
  await expect(inspector.getByText("The workflow.", { exact: true })).toBeVisible()
  await expect.poll(() => studio.text()).toContain("flow: review")
  const text = await studio.text()
  expect(text).toContain("target: first")
  expect(text).toMatch(/others: \["?first"?\]/)
})

test("a plugin that comes with Rivulet installs, and its template runs", async ({ studio }) => {
  const { page } = studio
  await page.goto("#/plugins")
  await expect(page.getByText("Text statistics")).toBeVisible()
  await page.getByRole("button", { name: "Install Text statistics" }).click()
  await expect(page.getByText("It needs nothing from outside")).toBeVisible()
  await page.getByRole("dialog").getByRole("button", { name: "Install", exact: true }).click()
  await expect(page.getByRole("list", { name: "Installed plugins" })).toBeVisible()
  await page.goto("#/templates")
  await page.getByRole("button", { name: "Start from How it reads" }).click()
  await expect(studio.box("count")).toBeVisible()
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Run", exact: true }).click()
  const panel = page.getByRole("region", { name: "The run" })
  await expect(panel.getByRole("status")).toHaveText("Completed")
  await expect(panel.getByRole("region", { name: "Output" })).toContainText("15")
})
