import { Fragment } from "react"
import { MenuItem, MenuLine } from "../ui/Menu.tsx"
import type { Command } from "./command.ts"
import type { Offers } from "./offers.ts"

interface OfferedCommandsProps {
  readonly offers: Offers
  readonly isOffered: (command: Command) => boolean
  readonly onRun: (command: Command) => void
  /** The keys that are said beside a command. */
  readonly keysOf?: (command: Command) => string | undefined
}

/** The commands of a menu that are offered where it opens, with a line between groups. */
export function OfferedCommands({ offers, isOffered, onRun, keysOf }: OfferedCommandsProps) {
  const groups = offers.map(group => group.filter(isOffered)).filter(group => group.length > 0)
  return groups.map((group, index) => (
    <Fragment key={group[0]?.id}>
      {index > 0 && <MenuLine />}
      {group.map(command => {
        const keys = keysOf?.(command)
        return (
          <MenuItem
            key={command.id}
            label={command.name}
            icon={command.icon}
            isDangerous={command.id === "delete"}
            {...(keys ? { keys } : {})}
            onAction={() => onRun(command)}
          />
        )
      })}
    </Fragment>
  ))
}
