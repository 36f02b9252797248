import type { Command } from "./command.ts"
import { commandById } from "./commands.ts"

/*
 * Which commands menus offer, and in which order: what belongs together is a group, and what takes something away comes
 * last. Those that cannot be run where the menu opens are left out.
 */

/** Commands in groups. */
export type Offers = readonly (readonly Command[])[]

const deletions = ["delete_heal", "delete"].map(commandById)

const stepGroups = [
  ["inspect", "rename", "replace_kind"],
  ["connect", "detach"],
  ["go_inside", "move_up", "move_down", "move_into", "move_out"],
  ["run_step", "run_up_to", "pin", "breakpoint"],
  ["duplicate", "disable", "extract"],
].map(group => group.map(commandById))

/** What menus offer for a step, on the canvas and in the outline. */
export const stepOffers: Offers = [...stepGroups, deletions]

/** What the canvas offers for boxes: besides, what has to do with how they stand there. */
export const boxOffers: Offers = [
  ...stepGroups,
  ["copy", "fold", "lock", "add_frame", "fit_selection"].map(commandById),
  deletions,
]

/** What the canvas offers for a wire. */
export const wireOffers: Offers = [["inspect", "breakpoint"], ["delete"]].map(group => group.map(commandById))

/** What the canvas offers where nothing stands. */
export const groundOffers: Offers = [
  ["paste", "paste_wired", "add_note"],
  ["select_all", "tidy", "fit", "go_outside"],
  ["undo", "redo"],
].map(group => group.map(commandById))
