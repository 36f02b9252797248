import { t } from "../language/t.ts"
import { Dialog } from "../ui/Dialog.tsx"
import { WhereItIs } from "./WhereItIs.tsx"

/** The truth about where everything is, in a window. */
export default function DurabilityDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t`Where everything is`} isWide onClose={onClose}>
      <WhereItIs />
    </Dialog>
  )
}
