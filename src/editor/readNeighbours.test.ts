import { expect, test } from "vitest"
import type { Step } from "../model/workflow.ts"
import { readNeighbours } from "./readNeighbours.ts"

const log = (id: string, message: string): Step => ({ id, kind: "log", with: { message } })

/*  b reads a, c reads b and an input, d reads a  */
test("what a step reads from and what reads it are its neighbours, and no further", () => {
  const steps = [
    log("a", "plain"),
    log("b", "{{ steps.a.output.text }}"),
    log("c", "{{ steps.b.output }} {{ inputs.a }}"),
    log("d", "{{ steps.a.output }}"),
  ]
  const near = (id: string) => [...readNeighbours({ rivulet: 1, id: "w", steps }, new Set([id]))].sort()
  expect(near("b")).toEqual(["a", "b", "c"])
  expect(near("c")).toEqual(["b", "c"])
  expect(near("a")).toEqual(["a", "b", "d"])
})
