import { X } from "lucide-react"
import type { ReactNode } from "react"
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components"
import { t } from "../language/t.ts"
import { IconButton } from "./Button.tsx"
import { cx } from "./cx.ts"
import { floating } from "./Menu.tsx"

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** The buttons at the foot, the main one last. */
  readonly actions?: ReactNode
  readonly isWide?: boolean
  /** As wide as the page allows, for what stands side by side. */
  readonly isFull?: boolean
}

/** A window over the page that takes the focus until it is closed. Shown while it is rendered. */
export function Dialog({ title, onClose, children, actions, isWide, isFull }: DialogProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={isOpen => isOpen || onClose()}
      className="fade fixed inset-0 z-40 grid grid-cols-[minmax(0,1fr)] place-items-center overflow-auto bg-scrim p-4"
    >
      <Modal
        className={cx(floating, "w-full", isFull ? "max-w-[100rem]" : isWide ? "max-w-2xl" : "max-w-md")}
      >
        <AriaDialog className="flex max-h-[85dvh] flex-col outline-none">
          <header className="flex items-center gap-2 px-5 pt-4 pb-2">
            <Heading slot="title" className="flex-1 text-base font-semibold">
              {title}
            </Heading>
            <IconButton icon={X} label={t`Close`} onPress={onClose} className="-mr-2" />
          </header>
          <div className="scroll-line min-h-0 flex-1 overflow-auto px-5 pb-4">{children}</div>
          {actions && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {actions}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
