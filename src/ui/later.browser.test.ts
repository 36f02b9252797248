import { type ComponentType, createElement } from "react"
import { createRoot, type Root } from "react-dom/client"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { soon } from "../lib/testing/soon.ts"
import { later } from "./later.tsx"

let host: HTMLElement
let root: Root
let wentWrong: unknown[]

beforeEach(() => {
  host = document.createElement("div")
  document.body.append(host)
  wentWrong = []
  root = createRoot(host, { onUncaughtError: cause => wentWrong.push(cause) })
})

afterEach(() => {
  root.unmount()
  host.remove()
})

interface Props {
  readonly name: string
}

const Greeting: ComponentType<Props> = ({ name }) => `Hello ${name}`
const Waiting: ComponentType<Props> = ({ name }) => `Where is ${name}?`
const painted = () => new Promise(go => requestAnimationFrame(() => setTimeout(go)))

test("until a part has come, what waits for it shows; then it does, and at once wherever it is drawn again", async () => {
  const { promise, resolve } = Promise.withResolvers<{ default: ComponentType<Props> }>()
  const Part = later(() => promise, Waiting)
  root.render(createElement(Part, { name: "Ada" }))
  await vi.waitFor(() => expect(host.textContent).toBe("Where is Ada?"), soon)

  resolve({ default: Greeting })
  await vi.waitFor(() => expect(host.textContent).toBe("Hello Ada"), { interval: 1 })

  root.render(createElement(Part, { key: "again", name: "Bo" }))
  const seen: (string | null)[] = []
  new MutationObserver(() => seen.push(host.textContent)).observe(host, { childList: true, subtree: true })
  await vi.waitFor(() => expect(host.textContent).toBe("Hello Bo"), soon)
  expect(seen).not.toContain("Where is Bo?")
})

test("a part that was brought before it is drawn is there with what is around it", async () => {
  const Part = later(async () => ({ default: Greeting }), Waiting)
  await Part.bring()
  root.render(createElement(Part, { name: "Ada" }))
  await vi.waitFor(() => expect(host.textContent).not.toBe(""), { interval: 1 })
  expect(host.textContent).toBe("Hello Ada")
})

test("what keeps a part from coming is for whoever catches what goes wrong; a part that is gone by then says nothing", async () => {
  const Part = later<Props>(() => Promise.reject(new Error("No network")))
  root.render(createElement(Part, { name: "Ada" }))
  await vi.waitFor(() => expect(wentWrong).toEqual([new Error("No network")]), soon)

  root.unmount()
  root = createRoot(host, { onUncaughtError: cause => wentWrong.push(cause) })
  const { promise, reject } = Promise.withResolvers<{ default: ComponentType<Props> }>()
  const Gone = later(() => promise)
  root.render(createElement(Gone, { name: "Ada" }))
  await painted()
  root.render(null)
  await painted()
  reject(new Error("Too late"))
  await painted()
  expect(wentWrong).toHaveLength(1)
})
