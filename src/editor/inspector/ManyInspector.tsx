import { Button as AriaButton } from "react-aria-components"
import { t } from "../../language/t.ts"
import { IconButton } from "../../ui/Button.tsx"
import { cx } from "../../ui/cx.ts"
import { Keys } from "../../ui/Keys.tsx"
import { type Command, canRun } from "../command.ts"
import { commandById } from "../commands.ts"
import { keysFor, useChosenKeys } from "../keymap.ts"
import { useCommandContext } from "../useBuilder.ts"

const lineUp = [
  ...["align_left", "align_centre", "align_right", "distribute_x"],
  ...["align_top", "align_middle", "align_bottom", "distribute_y"],
].map(commandById)

const together = [
  ...["tidy", "add_frame", "fit_selection"],
  ...["duplicate", "copy", "disable", "extract"],
  ...["delete_heal", "delete"],
].map(commandById)

/** Several boxes are selected: what can be done with all of them. */
export function ManyInspector({ count }: { readonly count: number }) {
  const context = useCommandContext()
  const chosen = useChosenKeys()
  const offered = (commands: readonly Command[]) => commands.filter(command => canRun(command, context))
  const keysOf = (command: Command) => {
    const [keys] = keysFor(command, chosen)
    return keys === undefined ? {} : { keys }
  }
  const edges = offered(lineUp)
  return (
    <>
      <header className="border-b border-line px-4 pt-4 pr-12 pb-3">
        <h2 className="text-base font-semibold">{t`${count} boxes`}</h2>
        <p className="text-xs text-muted">{t`Select one to see what it does.`}</p>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4">
        {edges.length > 0 && (
          <section aria-label={t`Line up`} className="flex flex-col gap-1.5">
            <h3 className="text-sm font-medium">{t`Line up`}</h3>
            <div className="grid w-max grid-cols-4 gap-1">
              {edges.map(command => (
                <IconButton
                  key={command.id}
                  icon={command.icon}
                  label={command.name}
                  {...keysOf(command)}
                  className="border border-line"
                  onPress={() => command.run(context)}
                />
              ))}
            </div>
          </section>
        )}
        <section aria-label={t`All of them`} className="flex flex-col gap-1.5">
          <h3 className="text-sm font-medium">{t`All of them`}</h3>
          <ul className="-mx-2 flex flex-col">
            {offered(together).map(command => (
              <li key={command.id}>
                <CommandRow command={command} {...keysOf(command)} onPress={() => command.run(context)} />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}

interface CommandRowProps {
  readonly command: Command
  readonly keys?: string
  readonly onPress: () => void
}

function CommandRow({ command: { id, name, icon: Icon }, keys, onPress }: CommandRowProps) {
  const isDangerous = id === "delete"
  return (
    <AriaButton
      onPress={onPress}
      className={cx(
        "flex w-full cursor-default items-center gap-2.5 rounded-lg px-2 py-1.5 text-left text-sm data-disabled:opacity-40 data-hovered:bg-wash",
        isDangerous && "text-bad-text",
      )}
    >
      <Icon
        size={15}
        strokeWidth={1.75}
        className={cx("shrink-0", !isDangerous && "text-muted")}
        aria-hidden
      />
      <span className="min-w-0 flex-1">{name}</span>
      {keys && (
        <span className="text-ink max-[700px]:hidden">
          <Keys keys={keys} />
        </span>
      )}
    </AriaButton>
  )
}
