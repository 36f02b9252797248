import { expect, test } from "./studio.ts"

const broken = `rivulet: 1
id: broken
name: Broken in every way
steps:
  - id: odd
    kind: nobody.knows
    next: nowhere
  - id: odd
    kind: log
    timeout: soon
  - id: unset
    kind: file.write
`

test("a broken workflow opens, is drawn as broken, and says what is wrong where", async ({ studio }) => {
  const { page } = studio
  await studio.import(broken)
  const asked = page.getByRole("dialog", { name: "Import these workflows?" })
  await expect(asked).toContainText("not known here: nobody.knows")
  await asked.getByRole("button", { name: "Import anyway" }).click()
  await expect(studio.box("odd").locator(".is-unknown")).toBeVisible()
  await expect(studio.box("odd").locator(".card-problems")).toBeVisible()
  await page.getByRole("button", { name: /problems$/ }).click()
  const panel = page.getByRole("region", { name: "Problems" })
  await expect(panel).toContainText("nobody.knows")
  await expect(panel).toContainText("nowhere")
  await expect(panel).toContainText("line 6")
  // It is kept as it is, and nothing is done in its place.
  expect(await studio.text()).toBe(broken)
  await page.getByRole("button", { name: "Run", exact: true }).click()
  await expect(page.getByRole("region", { name: "The run" })).toContainText("nobody.knows")
  await expect(studio.box("unset")).not.toContainText("Completed")
})

test("a problem goes away as soon as it is mended, and its form says what is missing", async ({ studio }) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nsteps:\n  - id: unset\n    kind: file.write\n    with: { content: hello }\n",
  )
  await studio.box("unset").click()
  await expect(page.getByRole("button", { name: "1 problem" })).toBeVisible()
  await page.getByRole("textbox", { name: "Path" }).fill("a.txt")
  await expect(page.getByRole("button", { name: "No problems" })).toBeVisible()
})

test("text in which nothing can be read any more keeps the last word, and can be mended", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(
    "rivulet: 1\nid: small\nname: Small\nsteps:\n  - id: first\n    kind: log\n    with: { message: hello }\n",
  )
  await studio.show("Split")
  await studio.pasteAfter("name: Small", "\n\t: [")
  await expect(page.getByRole("button", { name: /problem/ })).toBeVisible()
  await page.keyboard.press("Control+z")
  await expect(studio.box("first")).toBeVisible()
})

const hostile = `rivulet: 1
id: hostile
name: "<img src=x onerror=alert(1)><script>alert(2)</script>"
description: "[click](javascript:alert(3))"
tags: ["<svg onload=alert(4)>"]
triggers:
  - { id: by_hand, type: manual }
steps:
  - id: constructor
    name: "<iframe srcdoc='<script>parent.alert(5)</script>'>"
    kind: log
    with: { message: "</script><script>alert(6)</script>" }
    note: "javascript:alert(7)"
  - id: styled
    name: "<style>*{display:none}</style>"
    kind: log
    with: { message: "UI-005" }
  - id: tall
    name: "${"Z\u0351\u036b\u0343".repeat(40)}"
    kind: log
    with: { message: "UI-011" }
  - id: unseen
    name: "\\u200b\\u200b"
    kind: log
    with: { message: "UI-010" }
`

test("where a part of the page comes no more, that is said, and the page loaded anew has it", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import("rivulet: 1\nid: small\nname: Small\nsteps:\n  - { id: first, kind: log }\n")
  await studio.saved()
  // Its errors count against no journey, for here they are meant.
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect(other.locator(".react-flow__node")).toBeVisible()
  await other.route("**/assets/exportedText-*.js", route => route.abort())
  const download = other.getByRole("button", { name: "Export as YAML" })
  await download.click()
  await expect(other.getByText("A part of this page did not come")).toBeVisible()
  await other.unroute("**/assets/exportedText-*.js")
  await other.getByRole("button", { name: "Load it anew" }).click()
  await expect(other.getByText("A part of this page did not come")).toHaveCount(0)
  const exported = other.waitForEvent("download")
  await download.click()
  expect((await exported).suggestedFilename()).toBe("small.rivulet.yaml")
  await other.close()
})

test("names that are code are text and nothing else, wherever they are shown", async ({ studio }) => {
  const { page } = studio
  await studio.import(hostile)
  await expect(studio.box("constructor").locator(".card-name")).toContainText("<iframe")
  await expect(studio.box("styled").locator(".card-name")).toHaveText("<style>*{display:none}</style>")
  // UI-011: what would grow over its neighbours is cut off at its own line.
  const tall = studio.box("tall").locator(".card-name")
  await expect(tall).toBeVisible()
  const drawn = await tall.evaluate(name => {
    const within = [...name.querySelectorAll("*"), name].some(
      part => getComputedStyle(part).overflowY !== "visible",
    )
    return { within, height: (name as HTMLElement).offsetHeight }
  })
  expect(drawn.within).toBe(true)
  expect(drawn.height).toBeLessThan(40)
  await studio.box("constructor").click()
  await page.getByRole("tab", { name: "Notes" }).click()
  await page.getByRole("button", { name: /problem/ }).click()
  await studio.show("Outline")
  await studio.show("YAML")
  await studio.show("Canvas")
  await page.keyboard.press("Control+k")
  await expect(page.getByRole("dialog", { name: "Commands" }).getByRole("searchbox")).toBeFocused()
  await page.keyboard.type("iframe")
  await expect(page.getByRole("menuitem", { name: /iframe/ })).toBeVisible()
  await page.keyboard.press("Escape")
  await studio.saved()
  await studio.home()
  await expect(page.getByRole("link", { name: /<img src=x/ })).toBeVisible()
  expect(await page.evaluate(() => ({ frames: frames.length, polluted: "polluted" in {} }))).toEqual({
    frames: 0,
    polluted: false,
  })
  // UI-017: an address asks for nothing and starts nothing by itself.
  const asked: string[] = []
  page.on("request", request => asked.push(request.url()))
  await page.goto("#/import?url=https://canary.test/w.yaml&run=1")
  await expect(page.getByRole("link", { name: "Workflows" }).first()).toBeVisible()
  expect(asked.filter(url => url.includes("canary"))).toEqual([])
  expect((await studio.stored()).runs ?? []).toEqual([])
})

test("a thousand steps open, and can be worked on", async ({ studio }) => {
  const steps = Array.from(
    { length: 1000 },
    (_, index) =>
      `  - { id: s${index}, kind: log, with: { message: "${index}" }${index < 999 ? `, next: s${index + 1}` : ""} }`,
  )
  await studio.import(`rivulet: 1\nid: large\nsteps:\n${steps.join("\n")}\n`)
  await expect(studio.box("s0")).toBeVisible({ timeout: 20_000 })
  expect(await studio.page.locator(".react-flow__node").count()).toBeLessThan(100)
  await studio.box("s0").click()
  await studio.page.getByRole("textbox", { name: "Message" }).fill("first of many")
  await expect(studio.box("s0").locator(".card-line")).toContainText("first of many")
})

test("ten thousand steps open, say what is wrong, are moved over, changed and kept", async ({ studio }) => {
  const { page } = studio
  const [across, count] = [100, 10_000]
  const steps = Array.from({ length: count }, (_, at) => {
    const next = at % across === across - 1 ? "" : `, next: s${at + 1}`
    return `  - { id: s${at}, kind: ${at === 7 ? "nobody.knows" : "log"}, with: { message: "${at}" }${next} }`
  })
  const places = Array.from(
    { length: count },
    (_, at) => `  s${at}: [${(at % across) * 290}, ${Math.floor(at / across) * 110}]`,
  )
  await studio.import(`rivulet: 1\nid: huge\nsteps:\n${steps.join("\n")}\nlayout:\n${places.join("\n")}\n`)
  await page.getByRole("button", { name: "Import anyway" }).click()
  await expect(page.locator(".react-flow__node, .far-drawing").first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole("button", { name: "1 problem" })).toBeVisible({ timeout: 30_000 })

  await page.locator(".react-flow__pane").click({ position: { x: 4, y: 4 } })
  await page.keyboard.press("1")
  await expect(page.locator(".far-drawing")).toBeVisible()
  await page.keyboard.press("0")
  await expect(page.locator(".far-drawing")).toBeHidden()
  const seen = page.locator(".react-flow__node")
  await expect(seen.first()).toBeVisible()
  const before = await seen.first().getAttribute("data-id")
  await page.mouse.move(700, 450)
  await page.mouse.wheel(3_000, 1_500)
  await expect.poll(() => seen.first().getAttribute("data-id")).not.toBe(before)
  expect(await seen.count()).toBeLessThan(100)

  // Which boxes are drawn changes for as long as the canvas moves.
  await studio.atRest()
  const id = (await seen.nth(5).getAttribute("data-id")) ?? ""
  const box = studio.box(id)
  await box.click()
  const field = page.getByRole("textbox", { name: "Message" })
  await field.click()
  await page.keyboard.press("End")
  await page.keyboard.type(" of very many", { delay: 40 })
  await expect(field).toHaveValue(`${id.slice(1)} of very many`)
  await expect(box.locator(".card-line")).toContainText("of very many")
  await studio.saved()

  await page.reload()
  await expect(page.locator(".react-flow__node, .far-drawing").first()).toBeVisible({ timeout: 30_000 })
  expect(await studio.text()).toContain(
    `  - { id: ${id}, kind: log, with: { message: "${id.slice(1)} of very many" }`,
  )
})

const fromElsewhere = `rivulet: 99
id: from-elsewhere
name: "<script>alert(1)</script>"
shape: of things to come
steps:
  - id: first
    kind: nobody.knows
    next: second
  - id: second
    kind: log
    with: { message: "{{ steps.gone.output + }}" }
    retry: { attempts: many }
  - id: loop
    kind: foreach
    steps:
      - { id: second, kind: log, next: first }
notes:
  - text: |
      # A note
      <script>alert(2)</script> <img src="https://pictures.example/1.png" onerror="alert(3)">
      ![seen](https://pictures.example/2.png) [here](javascript:alert(4)) **strong**
      ![red](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mP8z8BQz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC) ![](data:image/svg+xml;base64,PHN2Zy8+)
    at: [0, 200]
`

test("a file of a newer format, wrong in many ways, is shown and kept as it is; it fetches and runs nothing", async ({
  studio,
}) => {
  const { page } = studio
  const asked: string[] = []
  page.on("request", request => asked.push(request.url()))
  await studio.import(fromElsewhere)
  await page.getByRole("button", { name: "Import anyway" }).click()
  await expect(studio.box("first").locator(".is-unknown")).toBeVisible()
  await expect(page.locator(".note strong")).toHaveText("strong")
  // A picture that the text holds is shown; one from elsewhere, and one that is a program, are named.
  await expect(page.locator(".note img")).toHaveCount(1)
  await expect(page.getByRole("img", { name: "red" })).toBeVisible()
  await expect(page.locator(".note")).toContainText("[picture: seen, https://pictures.example/2.png]")
  await expect(page.locator(".note")).toContainText("[picture: data:image/svg+xml;base64,PHN2Zy8+]")
  await expect(page.locator(".note")).toContainText("<script>alert(2)</script>")
  await page.getByRole("button", { name: /problems?$/ }).click()
  await expect(page.getByRole("region", { name: "Problems" })).toContainText("made by a newer Rivulet")
  // What cannot be written back without loss is not changed.
  await studio.box("second").click()
  await page.keyboard.press("Delete")
  await expect(studio.box("second")).toBeVisible()
  await studio.box("first").click({ button: "right" })
  await page.getByRole("menuitem", { name: /^Rename/ }).click()
  await page.keyboard.press("Escape")
  await studio.show("Outline")
  await expect(page.getByRole("treegrid", { name: "Steps" })).toContainText("loop")
  expect(await studio.text()).toBe(fromElsewhere)
  expect(asked.filter(url => url.includes("pictures.example"))).toEqual([])
})

/** What the code of a step may do to a run, by what becomes of it. */
const doings: { readonly [step: string]: readonly [source: string, becomes: string] } = {
  cyclic: ["const a = {}; a.a = [a]; return a", "code_result"],
  called: ["return () => 1", "code_result"],
  big: ["return 10n", "code_result"],
  huge: ["return 'x'.repeat(200_000_000)", "code_(memory|timeout)"],
  threw: ["throw 7", "code_threw"],
  nothing: ["await Promise.reject()", "code_threw"],
  deaf: ["await new Promise(() => {})", "code_never_settled"],
  endless: ["for (;;) {}", "code_timeout"],
  dated: ["return new Date(0)", "completed"],
}
const code = Object.entries(doings).map(
  ([id, [source]]) =>
    `  - { id: ${id}, kind: code.run, with: { source: ${JSON.stringify(source)}, timeout: 2s }, onError: continue, next: [] }`,
)
const told = [...Object.keys(doings), "many"].map(
  id => `${id}: steps.${id}.error?.code ?? steps.${id}.status`,
)
const doers = `rivulet: 1
id: doers
name: Doers
steps:
  - { id: start, kind: set, with: { values: {} }, next: [${[...Object.keys(doings), "made"].join(", ")}] }
${code.join("\n")}
  - { id: made, kind: code.run, with: { source: "return Array.from({ length: 100000 }, (_, at) => at)" }, next: many }
  - id: many
    kind: foreach
    with: { items: "{{ steps.made.output.result }}" }
    steps: [{ id: one, kind: set, with: { values: { n: "{{ item }}" } } }]
    next: []
output: "{{ ({ ${told.join(", ")} }) }}"
`
const endless = `rivulet: 1
id: endless
name: Endless
steps:
  - { id: a, kind: set, with: { values: {} }, next: b }
  - { id: b, kind: set, with: { values: {} }, next: a }
`

test("whatever code does to a run is a problem on its step; a loop without end is stopped; the page lives on", async ({
  studio,
}) => {
  const { page } = studio
  await studio.import(doers)
  await page.evaluate(() => {
    const lived = window as unknown as { longest: number }
    lived.longest = 0
    let last = performance.now()
    setInterval(() => {
      lived.longest = Math.max(lived.longest, performance.now() - last)
      last = performance.now()
    }, 20)
  })
  const run = page.getByRole("button", { name: "Run", exact: true })
  const output = page.getByRole("region", { name: "Output" })
  await run.click()
  for (const [id, [, becomes]] of Object.entries({ ...doings, many: ["", "completed"] }))
    await expect(output).toContainText(new RegExp(`${id}\\W*${becomes}`), { timeout: 60_000 })
  const longest = await page.evaluate(() => (window as unknown as { longest: number }).longest)
  // Code that ran where the page lives would have held it up for its whole limit.
  expect(longest, "the longest that the page did not answer, in ms").toBeLessThan(2_000)

  await studio.import(endless, "endless.rivulet.yaml")
  await run.click()
  await expect(page.getByText("was entered 100 times").first()).toBeVisible({ timeout: 30_000 })
})
