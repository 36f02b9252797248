import { useMemo, useState } from "react"
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components"
import { t } from "../language/t.ts"
import { cx } from "../ui/cx.ts"
import { entered } from "../ui/entered.ts"
import { Keys } from "../ui/Keys.tsx"
import { floating } from "../ui/Menu.tsx"
import { ScrollArea } from "../ui/ScrollArea.tsx"
import { canRun } from "./command.ts"
import { commands } from "./commands.ts"
import { keysFor, useChosenKeys } from "./keymap.ts"
import { StepIcon } from "./StepIcon.tsx"
import { useCommandContext, useDesk, useDeskState } from "./useBuilder.ts"
import { useEditor, useFacts } from "./useEditor.ts"

const mostSteps = 30
const mostRecent = 5

/** Every command and every step of the workflow, found by typing. */
export default function Palette() {
  const context = useCommandContext()
  const chosen = useChosenKeys()
  const desk = useDesk()
  const editor = useEditor()
  const { scene } = useFacts()
  const [search, setSearch] = useState("")
  const close = () => desk.setState({ isPaletteOpen: false })
  const foundLast = useDeskState(state => state.foundLast)
  // The first sign says what is looked for: `>` only commands, `@` only steps.
  const sign = /^[>@]/.exec(search)?.[0] ?? ""
  const words = useMemo(
    () => search.slice(sign.length).toLowerCase().split(/\s+/).filter(Boolean),
    [search, sign],
  )
  const has = (text: string) => words.every(word => text.toLowerCase().includes(word))
  const offered = commands.filter(
    command => command.id !== "palette" && canRun(command, context) && has(command.name),
  )
  const recent = search === "" ? foundLast.flatMap(last => offered.find(({ id }) => id === last) ?? []) : []
  const found = sign === "@" ? [] : offered.filter(command => !recent.includes(command))
  const isForSteps = sign === "@" || (sign === "" && words.length > 0)
  const steps = isForSteps
    ? scene.nodes.filter(node => node.type !== "handler" && has(`${node.name} ${node.id}`))
    : []

  function run(key: string) {
    close()
    const command = offered.find(({ id }) => `command:${id}` === key)
    if (command) {
      const before = foundLast.filter(id => id !== command.id)
      desk.setState({ foundLast: [command.id, ...before].slice(0, mostRecent) })
      return command.run(context)
    }
    const id = key.slice("step:".length)
    editor.select([id])
    context.look?.fit([id])
  }

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={isOpen => isOpen || close()}
      className="fade fixed inset-0 z-50 flex justify-center bg-scrim px-4 pt-[14vh]"
    >
      <Modal className={cx(floating, "h-fit w-full max-w-xl")}>
        <Dialog aria-label={t`Commands`} className="flex max-h-[60vh] flex-col outline-none">
          <Autocomplete inputValue={search} onInputChange={setSearch}>
            <SearchField aria-label={t`Find a command or a step`} autoFocus className="border-b border-line">
              <Input
                placeholder={t`Find a command or a step: > only commands, @ only steps`}
                className="h-12 w-full bg-transparent px-4 text-base outline-none placeholder:text-muted"
                onKeyDownCapture={event => {
                  const key = entered(event, search)
                  if (key !== null) run(key)
                }}
              />
            </SearchField>
            <ScrollArea>
              <Menu
                aria-label={t`Commands and steps`}
                className="p-1.5 outline-none"
                onAction={key => run(String(key))}
                renderEmptyState={() => (
                  <p className="px-3 py-6 text-center text-muted">{t`Nothing is called that.`}</p>
                )}
              >
                {[
                  { id: "recent", title: t`Found last`, shown: recent },
                  { id: "commands", title: t`Commands`, shown: found },
                ].map(
                  ({ id: section, title, shown }) =>
                    shown.length > 0 && (
                      <MenuSection key={section} id={section}>
                        <Header className={headerLook}>{title}</Header>
                        {shown.map(command => {
                          const { id, name, icon: Icon } = command
                          const [keys] = keysFor(command, chosen)
                          return (
                            <MenuItem key={id} id={`command:${id}`} textValue={name} className={itemLook}>
                              <Icon size={16} strokeWidth={1.75} className="text-muted" aria-hidden />
                              <span className="flex-1">{name}</span>
                              {keys && <Keys keys={keys} />}
                            </MenuItem>
                          )
                        })}
                      </MenuSection>
                    ),
                )}
                {steps.length > 0 && (
                  <MenuSection id="steps">
                    <Header className={headerLook}>{t`Steps`}</Header>
                    {steps.slice(0, mostSteps).map(node => (
                      <MenuItem
                        key={node.id}
                        id={`step:${node.id}`}
                        textValue={node.name}
                        className={itemLook}
                      >
                        <span data-hue={node.hue} className="text-(--hue)">
                          <StepIcon name={node.icon} size={16} />
                        </span>
                        <span className="flex-1 truncate">{node.name}</span>
                        <span className="truncate font-mono text-2xs text-muted">{node.id}</span>
                      </MenuItem>
                    ))}
                  </MenuSection>
                )}
              </Menu>
            </ScrollArea>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

const headerLook = "px-2.5 pt-2 pb-1 text-2xs font-semibold text-muted"
const itemLook =
  "flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none data-focused:bg-wash"
