/** The class names that hold, as one: `cx("row", isOpen && "open")`. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(" ")
}
