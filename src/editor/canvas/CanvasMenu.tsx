import { useReactFlow } from "@xyflow/react"
import { Plus } from "lucide-react"
import { t } from "../../language/t.ts"
import { MenuItem, MenuLine } from "../../ui/Menu.tsx"
import { MenuAt } from "../../ui/MenuAt.tsx"
import { canRun } from "../command.ts"
import type { AddTarget } from "../desk.ts"
import { keysFor, useChosenKeys } from "../keymap.ts"
import { OfferedCommands } from "../OfferedCommands.tsx"
import { boxOffers, groundOffers, wireOffers } from "../offers.ts"
import { useCommandContext, useDesk, useDeskState } from "../useBuilder.ts"

/** What can be done with what stands at a point of the canvas: by the other button of the mouse, a long press, or the menu key. */
export default function CanvasMenu({ onClosed }: { readonly onClosed: () => void }) {
  const desk = useDesk()
  const flow = useReactFlow()
  const context = useCommandContext()
  const chosen = useChosenKeys()
  const menu = useDeskState(state => state.menu)
  if (menu === null) return null
  const { screen, on } = menu
  function close() {
    desk.setState({ menu: null })
    onClosed()
  }
  const target: AddTarget | null =
    on === "box"
      ? null
      : on === "ground"
        ? { to: "place", at: flow.screenToFlowPosition(screen) }
        : { to: "wire", wire: on }
  return (
    <MenuAt at={screen} label={t`What can be done here`} onClose={close}>
      {target !== null && (
        <>
          <MenuItem
            label={t`Add a step here`}
            icon={Plus}
            onAction={() => desk.setState({ adding: { screen, target } })}
          />
          <MenuLine />
        </>
      )}
      <OfferedCommands
        offers={on === "box" ? boxOffers : on === "ground" ? groundOffers : wireOffers}
        isOffered={command => canRun(command, context)}
        onRun={command => command.run(context)}
        keysOf={command => keysFor(command, chosen)[0]}
      />
    </MenuAt>
  )
}
