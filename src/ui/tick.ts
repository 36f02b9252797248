/** The look of a native box that is ticked or not, for lists in which nothing else is wanted of it: that of `Checkbox`. */
export const tickLook =
  "grid size-4.5 shrink-0 appearance-none place-items-center rounded border border-line-strong bg-field " +
  "before:h-2.5 before:w-1.5 before:-translate-y-px before:rotate-45 before:border-r-2 before:border-b-2 " +
  "before:border-on-accent before:opacity-0 before:content-[''] " +
  "checked:border-accent checked:bg-accent checked:before:opacity-100"
