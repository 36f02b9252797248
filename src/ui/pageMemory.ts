/** A small text that outlives the page, for what belongs to this device: a theme, shortcuts, what was used last. */
export interface PageMemory {
  read(): string | null
  write(text: string): void
}

/** Keeps a text under the key. A page that may not keep anything still works: the text then lasts as long as it does. */
export function createPageMemory(page: Window, key: string): PageMemory {
  let kept: string | null = null
  return {
    read() {
      try {
        return page.localStorage.getItem(key) ?? kept
      } catch {
        return kept
      }
    },
    write(text) {
      kept = text
      try {
        page.localStorage.setItem(key, text)
      } catch {
        // Nothing may be kept here.
      }
    },
  }
}
