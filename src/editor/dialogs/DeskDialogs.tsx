import { HelperDialog } from "../helper/HelperDialog.tsx"
import { useBuilderHost, useDesk, useDeskState } from "../useBuilder.ts"
import { ConnectDialog } from "./ConnectDialog.tsx"
import { ExtractDialog } from "./ExtractDialog.tsx"
import { FindDialog } from "./FindDialog.tsx"
import { MoveDialog } from "./MoveDialog.tsx"
import { PublishDialog } from "./PublishDialog.tsx"
import ShortcutsDialog from "./ShortcutsDialog.tsx"
import { VersionsDialog } from "./VersionsDialog.tsx"

/** The window that is open above the builder. */
export default function DeskDialogs() {
  const desk = useDesk()
  const dialog = useDeskState(state => state.dialog)
  const { onWishClosed } = useBuilderHost()
  const close = () => desk.setState({ dialog: null })
  switch (dialog?.type) {
    case "connect":
      return <ConnectDialog id={dialog.id} onClose={close} />
    case "extract":
      return <ExtractDialog ids={dialog.ids} onClose={close} />
    case "move":
      return <MoveDialog ids={dialog.ids} onClose={close} />
    case "find":
      return <FindDialog onClose={close} />
    case "publish":
      return <PublishDialog onClose={close} />
    case "versions":
      return <VersionsDialog onClose={close} />
    case "helper":
      if (dialog.wish === undefined) return <HelperDialog onClose={close} />
      return (
        <HelperDialog
          wish={dialog.wish}
          onClose={() => {
            close()
            onWishClosed()
          }}
        />
      )
    case "shortcuts":
      return <ShortcutsDialog onClose={close} />
    default:
      return null
  }
}
