import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { soon } from "../lib/testing/soon.ts"
import { focusFirstField } from "./firstField.ts"

let bench: HTMLElement

beforeEach(() => {
  bench = document.createElement("div")
  document.body.append(bench)
})

afterEach(() => bench.remove())

/** A form in the inspector, which takes nothing yet unless it is told to. */
function addForm({ disabled = true } = {}): {
  readonly form: HTMLFieldSetElement
  readonly field: HTMLInputElement
} {
  const inspector = document.createElement("aside")
  inspector.dataset.inspector = ""
  const form = document.createElement("fieldset")
  form.disabled = disabled
  const field = document.createElement("input")
  form.append(field)
  inspector.append(form)
  bench.append(inspector)
  return { form, field }
}

const toHaveKeys = (field: HTMLElement) => vi.waitFor(() => expect(document.activeElement).toBe(field), soon)
const frames = () => new Promise(go => setTimeout(go, 100))

describe("focusFirstField", () => {
  it("goes to the field at once where it takes keys", () => {
    const { field } = addForm({ disabled: false })
    focusFirstField(bench)
    expect(document.activeElement).toBe(field)
  })

  it("waits for the form, and until it may be changed", async () => {
    focusFirstField(bench)
    const { form, field } = addForm()
    await frames()
    expect(document.activeElement).not.toBe(field)
    form.disabled = false
    await toHaveKeys(field)
  })

  it("comes to the form that stands in the place of the first one", async () => {
    const first = addForm({ disabled: false })
    focusFirstField(bench)
    first.form.parentElement?.remove()
    await toHaveKeys(addForm({ disabled: false }).field)
  })

  it("has the keys again when what closes gives them back to where they came from", async () => {
    const button = document.createElement("button")
    bench.append(button)
    const { field } = addForm({ disabled: false })
    focusFirstField(bench)
    button.focus()
    await toHaveKeys(field)
  })

  it("takes nobody away who went on elsewhere", async () => {
    focusFirstField(bench)
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }))
    const { field } = addForm({ disabled: false })
    await frames()
    expect(document.activeElement).not.toBe(field)
  })
})
