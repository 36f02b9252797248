import { useReactFlow } from "@xyflow/react"
import { Plus } from "lucide-react"
import { t } from "../../language/t.ts"
import { MenuItem, MenuLine } from "../../ui/Menu.tsx"
import { MenuAt } from "../../ui/MenuAt.tsx"
import { canRun } from "../command.ts"
import type { AddTarget } from "../desk.ts"
import { keysFor, useChosenKeys } from "../keymap.ts"
import { boxOffers, groundOffers, stepOffers, wireOffers } from "../offers.ts"
import { useCommandContext, useDesk, useDeskState } from "../useBuilder.ts"

/** What can be done with what stands at a point of the canvas: by the other button of the mouse, a long press, or the menu key. */
export function CanvasMenu({ onClosed }: { readonly onClosed: () => void }) {
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
  const offered = on === "box" ? [...stepOffers, ...boxOffers] : on === "ground" ? groundOffers : wireOffers
  const commands = offered.filter(command => canRun(command, context))
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
      {commands.map(command => {
        const [keys] = keysFor(command, chosen)
        return (
          <MenuItem
            key={command.id}
            label={command.name}
            icon={command.icon}
            isDangerous={command.id === "delete"}
            {...(keys ? { keys } : {})}
            onAction={() => command.run(context)}
          />
        )
      })}
    </MenuAt>
  )
}
