import { t } from "../language/t.ts"
import type { Group } from "../model/step.ts"

/** One of the six colours that tell groups of steps apart. */
export type Hue = "teal" | "blue" | "violet" | "amber" | "rose" | "red"

/** The groups in the order in which the library shows them. */
export const groups: readonly { readonly id: Group; readonly title: string; readonly hue: Hue }[] = [
  { id: "flow", title: t`Flow`, hue: "amber" },
  { id: "ai", title: "AI", hue: "violet" },
  { id: "people", title: t`People`, hue: "rose" },
  { id: "files", title: t`Files`, hue: "blue" },
  { id: "git", title: t`Git`, hue: "blue" },
  { id: "data", title: t`Data`, hue: "blue" },
  { id: "connect", title: t`Connect`, hue: "amber" },
  { id: "code", title: t`Code`, hue: "violet" },
]

/** The hue of a group; a kind that nobody knows is red. */
export function hueOf(group: Group | undefined): Hue {
  return groups.find(({ id }) => id === group)?.hue ?? "red"
}
