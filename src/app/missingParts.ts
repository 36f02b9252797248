import { t } from "../language/t.ts"
import type { Toasts } from "../ui/Toast.tsx"

/*
 * Most of the page comes when it is asked for. Where it comes no more, since the connection is gone or another version
 * was put in its place, what was asked for does not happen: that is said, with the way out. What is open is saved.
 */

/** Says that a part of the page did not come, once for all that are missed at a time. */
export function tellOfMissingParts(page: Window, toasts: Toasts): void {
  let unsay = () => {}
  page.addEventListener("vite:preloadError", () => {
    unsay()
    unsay = toasts.show({
      say: t`A part of this page did not come. It may be a newer one by now.`,
      action: { label: t`Load it anew`, run: () => page.location.reload() },
    })
  })
}
