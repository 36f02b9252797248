import { commandById } from "./commands.ts"

/* Which commands menus offer, and in which order. Those that cannot be run where the menu opens are left out. */

/** What menus offer for a step, on the canvas and in the outline. */
export const stepOffers = [
  "inspect",
  "rename",
  "connect",
  "detach",
  "go_inside",
  "move_up",
  "move_down",
  "move_into",
  "move_out",
  "replace_kind",
  "duplicate",
  "disable",
  "pin",
  "breakpoint",
  "extract",
  "delete_heal",
  "delete",
].map(commandById)

/** What the canvas offers for boxes besides: what has to do with how they stand there. */
export const boxOffers = ["copy", "fold", "lock", "add_frame", "fit_selection"].map(commandById)

/** What the canvas offers for a wire. */
export const wireOffers = ["inspect", "breakpoint", "delete"].map(commandById)

/** What the canvas offers where nothing stands. */
export const groundOffers = [
  "paste",
  "paste_wired",
  "add_note",
  "select_all",
  "tidy",
  "fit",
  "go_outside",
  "undo",
  "redo",
].map(commandById)
