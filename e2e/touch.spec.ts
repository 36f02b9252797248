import type { CDPSession, Locator, Page } from "@playwright/test"
import { expect, test } from "./studio.ts"

const chain = `rivulet: 1
id: chain
name: Chain
steps:
  - id: first
    kind: log
    with: { message: one }
    next: second
  - id: second
    kind: log
    with: { message: two }
  - id: third
    kind: log
    with: { message: three }
layout:
  first: [0, 0]
  second: [264, 0]
  third: [264, 160]
`

interface Point {
  readonly x: number
  readonly y: number
}

/** Fingers on the page: real touches, as the browser gets them from a screen. */
class Fingers {
  readonly cdp: CDPSession

  constructor(cdp: CDPSession) {
    this.cdp = cdp
  }

  async put(type: "touchStart" | "touchMove" | "touchEnd", points: readonly Point[]) {
    const touchPoints = points.map(({ x, y }, id) => ({ x, y, id }))
    await this.cdp.send("Input.dispatchTouchEvent", { type, touchPoints })
  }

  /** Fingers that go from where they come down to where they are lifted, all at once. */
  async drag(...ways: readonly (readonly [Point, Point])[]) {
    const steps = 8
    await this.put(
      "touchStart",
      ways.map(([from]) => from),
    )
    for (let step = 1; step <= steps; step++) {
      const at = ([from, to]: readonly [Point, Point]) => ({
        x: from.x + ((to.x - from.x) * step) / steps,
        y: from.y + ((to.y - from.y) * step) / steps,
      })
      await this.put("touchMove", ways.map(at))
    }
    await this.put("touchEnd", [])
  }

  async tap(at: Point) {
    await this.put("touchStart", [at])
    await this.put("touchEnd", [])
  }

  /** A finger that rests until what it asks for is there. */
  async press(at: Point, answer: Locator) {
    await this.put("touchStart", [at])
    await expect(answer).toBeVisible()
    await this.put("touchEnd", [])
    await expect(answer).toBeVisible()
  }
}

/** A pen on the screen, which the browser takes for a pointer of its own kind. */
class Pen {
  readonly cdp: CDPSession

  constructor(cdp: CDPSession) {
    this.cdp = cdp
  }

  async drag(from: Point, to: Point) {
    const steps = 8
    const put = (type: "mousePressed" | "mouseMoved" | "mouseReleased", { x, y }: Point) =>
      this.cdp.send("Input.dispatchMouseEvent", {
        ...{ type, x, y, pointerType: "pen", button: "left", clickCount: type === "mouseMoved" ? 0 : 1 },
        buttons: type === "mouseReleased" ? 0 : 1,
      })
    await put("mousePressed", from)
    for (let step = 1; step <= steps; step++) {
      const part = step / steps
      await put("mouseMoved", { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part })
    }
    await put("mouseReleased", to)
  }
}

async function fingersOn(page: Page): Promise<Fingers> {
  return new Fingers(await page.context().newCDPSession(page))
}

async function middleOf(box: Locator): Promise<Point> {
  await expect(box).toBeVisible()
  const area = await box.boundingBox()
  if (!area) throw new Error("Expected a box on the screen")
  return { x: area.x + area.width / 2, y: area.y + area.height / 2 }
}

test.describe("a tablet", () => {
  test.use({ viewport: { width: 1024, height: 768 }, hasTouch: true })

  test("fingers move, wire, choose and add steps, and move the canvas", async ({ studio }) => {
    const { page } = studio
    await studio.import(chain)
    const fingers = await fingersOn(page)
    const menu = page.getByRole("menu", { name: "What can be done here" })

    // A finger moves a step, and the canvas.
    const third = await middleOf(studio.box("third"))
    await fingers.drag([third, { x: third.x + 40, y: third.y + 90 }])
    await expect.poll(() => studio.text()).not.toContain("third: [264, 160]")
    const before = await middleOf(studio.box("third"))
    const open = { x: before.x - 200, y: before.y + 120 }
    await fingers.drag([open, { x: open.x + 50, y: open.y - 60 }])
    await expect.poll(async () => (await middleOf(studio.box("third"))).y).toBeLessThan(before.y - 40)

    // Two fingers come nearer.
    const width = async () => (await studio.box("third").boundingBox())?.width ?? 0
    const wide = await width()
    await fingers.drag(
      [open, { x: open.x - 60, y: open.y }],
      [
        { x: open.x + 40, y: open.y },
        { x: open.x + 160, y: open.y },
      ],
    )
    await expect.poll(width).toBeGreaterThan(wide * 1.2)
    await page.getByRole("button", { name: "See all" }).tap()

    // From outlet to inlet.
    const outlet = studio.box("second").locator(".react-flow__handle[data-handleid=success]")
    const inlet = studio.box("third").locator(".react-flow__handle.target")
    await expect.poll(width).toBeLessThan(wide * 1.1)
    await studio.atRest()
    await fingers.drag([await middleOf(outlet), await middleOf(inlet)])
    await expect.poll(() => studio.text()).toContain("with: { message: two }\n    next: third")

    // A rest asks what can be done.
    await fingers.press(
      await middleOf(studio.box("second")),
      menu.getByRole("menuitem", { name: /^Duplicate/ }),
    )
    await menu.getByRole("menuitem", { name: /^Switch off or on/ }).tap()
    await expect(studio.box("second").locator(".is-disabled")).toBeVisible()

    // By taps: on the outlet, and then on the step or on the open canvas.
    const hint = page.getByText("Now the step that the wire leads to")
    const tapOutlet = async (id: string) => {
      await fingers.tap(await middleOf(studio.box(id).locator(".react-flow__handle[data-handleid=success]")))
      await expect(hint).toBeVisible()
    }
    await tapOutlet("first")
    await fingers.tap(await middleOf(studio.box("third")))
    await expect.poll(() => studio.text()).toContain("next: [second, third]")
    await expect(hint).toBeHidden()
    await tapOutlet("third")
    await page.keyboard.press("Escape")
    await expect(hint).toBeHidden()
    await tapOutlet("third")
    const under = await middleOf(studio.box("third"))
    await fingers.tap({ x: under.x - 120, y: under.y + 110 })
    const picker = page.getByRole("dialog", { name: "Add a step" })
    await picker.getByRole("menuitem", { name: "Stop", exact: true }).tap()
    await expect(studio.box("stop")).toHaveClass(/selected/)
    expect(await studio.text()).toContain("with: { message: three }\n    next: stop")
    await studio.atRest()

    // A box drawn around two.
    await page.getByRole("button", { name: /^Select by drawing a box/ }).tap()
    const [one, two] = [await middleOf(studio.box("first")), await middleOf(studio.box("second"))]
    await fingers.drag([
      { x: one.x - 100, y: one.y - 80 },
      { x: two.x + 20, y: two.y + 20 },
    ])
    await expect(page.locator(".react-flow__node.selected")).toHaveCount(2)
    await page.getByRole("button", { name: /^Select by drawing a box/ }).tap()

    // From the library to the canvas.
    await page.getByRole("button", { name: "Library", exact: true }).tap()
    const wait = await middleOf(page.getByLabel("Library").getByRole("button", { name: "Wait", exact: true }))
    await fingers.drag([wait, { x: wait.x + 420, y: wait.y + 60 }])
    await expect(studio.box("wait")).toBeVisible()
    expect((await studio.text()).match(/kind: wait/g)).toHaveLength(1)

    // A tap on a kind puts it where it is seen, also beside the inspector that lies over the canvas.
    await page.getByRole("button", { name: "Inspector", exact: true }).tap()
    const inspector = page.getByRole("complementary", { name: "Inspector" })
    await expect(inspector).toBeVisible()
    await page.getByLabel("Library").getByRole("button", { name: "Log", exact: true }).tap()
    await expect(studio.box("log")).toHaveClass(/selected/)
    const rightOf = async (box: Locator) => {
      const { x = 0, width = 0 } = (await box.boundingBox()) ?? {}
      return x + width
    }
    const edge = (await inspector.boundingBox())?.x ?? 0
    await expect.poll(() => rightOf(studio.box("log"))).toBeLessThan(edge)
    await page.getByRole("button", { name: "Close the inspector" }).tap()
    await expect(inspector).toBeHidden()
  })

  test("a pen moves, wires, chooses and adds steps as a mouse does", async ({ studio }) => {
    const { page } = studio
    await studio.import(chain)
    const pen = new Pen(await page.context().newCDPSession(page))
    const third = await middleOf(studio.box("third"))
    await pen.drag(third, { x: third.x + 40, y: third.y + 90 })
    await expect.poll(() => studio.text()).not.toContain("third: [264, 160]")
    const outlet = studio.box("second").locator(".react-flow__handle[data-handleid=success]")
    const inlet = studio.box("third").locator(".react-flow__handle.target")
    await pen.drag(await middleOf(outlet), await middleOf(inlet))
    await expect.poll(() => studio.text()).toContain("with: { message: two }\n    next: third")
    await page.getByRole("button", { name: /^Select by drawing a box/ }).tap()
    const [one, two] = [await middleOf(studio.box("first")), await middleOf(studio.box("second"))]
    await pen.drag({ x: one.x - 100, y: one.y - 80 }, { x: two.x + 20, y: two.y + 20 })
    await expect(page.locator(".react-flow__node.selected")).toHaveCount(2)
    await page.getByRole("button", { name: "Library", exact: true }).tap()
    const wait = await middleOf(page.getByLabel("Library").getByRole("button", { name: "Wait", exact: true }))
    await pen.drag(wait, { x: wait.x + 420, y: wait.y + 60 })
    await expect(studio.box("wait")).toBeVisible()
    expect((await studio.text()).match(/kind: wait/g)).toHaveLength(1)
  })
})

test.describe("a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test("a tap chooses, a rest asks, and a step is added where the finger was", async ({ studio }) => {
    const { page } = studio
    await studio.import(chain)
    await studio.show("Canvas")
    const fingers = await fingersOn(page)
    await fingers.tap(await middleOf(studio.box("first")))
    await expect(studio.box("first")).toHaveClass(/selected/)
    const menu = page.getByRole("menu", { name: "What can be done here" })
    const first = await middleOf(studio.box("first"))
    await fingers.press({ x: first.x, y: first.y + 240 }, menu)
    await menu.getByRole("menuitem", { name: "Add a step here" }).tap()
    const picker = page.getByRole("dialog", { name: "Add a step" })
    await picker.getByRole("menuitem", { name: "Stop", exact: true }).tap()
    await expect(studio.box("stop")).toBeVisible()
    await fingers.press(await middleOf(studio.box("stop")), menu)
    await menu.getByRole("menuitem", { name: "Delete", exact: true }).tap()
    await expect(studio.box("stop")).toHaveCount(0)

    // What a step does opens over the canvas, and closes again; another step comes where it is seen.
    await fingers.tap(await middleOf(studio.box("first")))
    await fingers.press(await middleOf(studio.box("first")), menu)
    await menu.getByRole("menuitem", { name: /^Change it in the inspector/ }).tap()
    const inspector = page.getByRole("complementary", { name: "Inspector" })
    await inspector.getByLabel("Message").fill("from a phone")
    await page.getByRole("button", { name: "Close the inspector" }).tap()
    await expect(inspector).toBeHidden()
    expect(await studio.text()).toContain("from a phone")
    await page.getByRole("button", { name: "Find a step to add" }).tap()
    await picker.getByRole("menuitem", { name: "Log", exact: true }).tap()
    await expect(studio.box("log")).toBeInViewport({ ratio: 1 })
    await studio.saved()
  })
})
