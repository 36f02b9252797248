import { Download, Ellipsis, History, Upload, Zap, ZapOff } from "lucide-react"
import { t } from "../language/t.ts"
import { IconButton } from "../ui/Button.tsx"
import { Menu, MenuItem } from "../ui/Menu.tsx"
import { commandById } from "./commands.ts"
import { useBuilderHost, useCommandContext } from "./useBuilder.ts"
import { isPublished, type Standing } from "./VersionMark.tsx"

interface HeaderMenuProps {
  /** How the draft stands to what is published; null until that is known. */
  readonly standing: Standing | null
  readonly onExport: () => void
}

/** What a narrow header has no room for. */
export default function HeaderMenu({ standing, onExport }: HeaderMenuProps) {
  const context = useCommandContext()
  const { startsByItself } = useBuilderHost()
  return (
    <Menu
      label={t`More`}
      trigger={<IconButton icon={Ellipsis} label={t`More`} side="bottom" className="min-[1100px]:hidden" />}
    >
      {standing && (
        <MenuItem
          icon={Upload}
          label={t`Publish v${standing.next}`}
          isDisabled={isPublished(standing)}
          onAction={() => commandById("publish").run(context)}
        />
      )}
      <MenuItem icon={History} label={t`Versions`} onAction={() => commandById("versions").run(context)} />
      <MenuItem
        icon={startsByItself.isOn ? Zap : ZapOff}
        label={startsByItself.isOn ? t`Starts by itself: on` : t`Starts by itself: off`}
        className="min-[700px]:hidden"
        onAction={startsByItself.show}
      />
      <MenuItem icon={Download} label={t`Export as YAML`} onAction={onExport} />
    </Menu>
  )
}
