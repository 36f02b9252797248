import { X } from "lucide-react"
import { createContext, useContext } from "react"
import {
  Button as AriaButton,
  UNSTABLE_Toast as AriaToast,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components"
import { t } from "../language/t.ts"
import { must } from "../lib/assert.ts"
import { cx } from "./cx.ts"
import { floating } from "./Menu.tsx"

/** A short word about what just happened, with one way to answer it. */
export interface Toast {
  readonly say: string
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** The toasts of the page. */
export interface Toasts {
  readonly queue: ToastQueue<Toast>
  /** Gives the way to take it back, for what is true no longer. */
  show(toast: Toast): () => void
}

/** An empty set of toasts. One with an action stays longer, as it wants an answer. */
export function createToasts(): Toasts {
  const queue = new ToastQueue<Toast>({ maxVisibleToasts: 3 })
  return {
    queue,
    show(toast) {
      const key = queue.add(toast, { timeout: toast.action ? 10_000 : 5_000 })
      return () => queue.close(key)
    },
  }
}

/** Gives the page's toasts to what is inside. */
export const ToastsContext = createContext<Toasts | null>(null)

/** The page's toasts. */
export function useToasts(): Toasts {
  return must(useContext(ToastsContext), "toasts around this component")
}

/** Where the toasts appear. */
export function ToastArea({ toasts }: { readonly toasts: Toasts }) {
  return (
    <ToastRegion
      queue={toasts.queue}
      // A phone has its menu, its composers and its panels at the bottom: there they come from the top. So they do where
      // what is newest, and the place to answer it, stands at the bottom.
      className={cx(
        "fixed right-1/2 bottom-12 max-[700px]:top-2 max-[700px]:bottom-auto z-50 flex w-max max-w-[calc(100vw-2rem)] translate-x-1/2 flex-col gap-2 outline-none",
        "[body:has([data-composes])_&]:top-3 [body:has([data-composes])_&]:bottom-auto max-[700px]:[body:has([data-composes])_&]:top-16",
      )}
    >
      {({ toast }) => (
        <AriaToast
          toast={toast}
          className={cx(
            floating,
            "flex items-center gap-3 py-2 pr-2 pl-4 max-[700px]:gap-1.5 max-[700px]:py-0.5 max-[700px]:pr-1 max-[700px]:pl-3",
          )}
        >
          <ToastContent className="min-w-0 flex-1">
            <Text slot="title" className="text-sm max-[700px]:line-clamp-2 max-[700px]:text-xs">
              {toast.content.say}
            </Text>
          </ToastContent>
          {toast.content.action && (
            <AriaButton
              onPress={() => {
                toast.content.action?.run()
                toasts.queue.close(toast.key)
              }}
              className="part-button h-7 cursor-default rounded-md px-2 text-sm font-semibold text-accent data-hovered:bg-wash max-[700px]:text-xs"
            >
              {toast.content.action.label}
            </AriaButton>
          )}
          <AriaButton
            slot="close"
            aria-label={t`Dismiss`}
            className="part-icon-button grid size-7 place-items-center rounded-md text-muted data-hovered:bg-wash"
          >
            <X size={15} aria-hidden />
          </AriaButton>
        </AriaToast>
      )}
    </ToastRegion>
  )
}
