import { expect, test } from "vitest"
import { openingAhead } from "./openingAhead.ts"
import type { WorkflowStore } from "./stores.ts"

/** A store that counts how often it was read. */
function counted() {
  const opened: string[] = []
  const open: WorkflowStore["open"] = async id => {
    opened.push(id)
    return null
  }
  return { opened, store: { open } as WorkflowStore }
}

test("the workflow that the address names is read at once, and given to whoever opens it first", async () => {
  const { opened, store } = counted()
  const workflows = openingAhead(store, "#/w/a-b/runs/1")
  expect(opened).toEqual(["a-b"])
  await workflows.open("a-b")
  expect(opened).toEqual(["a-b"])
  await workflows.open("a-b")
  expect(opened).toEqual(["a-b", "a-b"])
})

test("another one is read when it is opened, and so is any where the address names none", async () => {
  const { opened, store } = counted()
  await openingAhead(store, "#/w/a").open("b")
  await openingAhead(store, "#/runs").open("c")
  await openingAhead(store, "#/w/%").open("d")
  expect(opened).toEqual(["a", "b", "c", "d"])
})
