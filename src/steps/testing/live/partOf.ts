import type { Group } from "../../../model/step.ts"

/** A part of the kinds: each has a file of tests, so that these run beside each other. */
export type Part = "inside" | "files" | "connections"

/** The part in which the examples of a group's kinds run: every group stands in one. */
export const partOf: { readonly [group in Group]: Part } = {
  flow: "inside",
  data: "inside",
  people: "inside",
  code: "inside",
  files: "files",
  git: "files",
  connect: "connections",
  ai: "connections",
}
