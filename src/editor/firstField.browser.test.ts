import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { focusFirstField } from "./firstField.ts"

let bench: HTMLElement

beforeEach(() => {
  bench = document.createElement("div")
  document.body.append(bench)
})

afterEach(() => bench.remove())

/** A form that comes to the bench later, and takes nothing yet. */
function disabledForm(): { readonly form: HTMLFieldSetElement; readonly field: HTMLInputElement } {
  const inspector = document.createElement("aside")
  inspector.dataset.inspector = ""
  const form = document.createElement("fieldset")
  form.disabled = true
  const field = document.createElement("input")
  form.append(field)
  inspector.append(form)
  bench.append(inspector)
  return { form, field }
}

/** What is observed is told after what changed it. */
const told = () => new Promise(go => setTimeout(go))

describe("focusFirstField", () => {
  it("goes to the field at once where it takes keys", () => {
    const { form, field } = disabledForm()
    form.disabled = false
    focusFirstField(bench)
    expect(document.activeElement).toBe(field)
  })

  it("waits for the form, and until it may be changed", async () => {
    focusFirstField(bench)
    const { form, field } = disabledForm()
    await told()
    expect(document.activeElement).not.toBe(field)
    form.disabled = false
    await told()
    expect(document.activeElement).toBe(field)
  })

  it("takes nobody away who went on elsewhere", async () => {
    focusFirstField(bench)
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }))
    const { form, field } = disabledForm()
    form.disabled = false
    await told()
    expect(document.activeElement).not.toBe(field)
  })
})
