import {
  KeyRound,
  LayoutTemplate,
  type LucideIcon,
  Monitor,
  Moon,
  Settings,
  Sun,
  Workflow,
} from "lucide-react"
import { lazy, type ReactNode, Suspense } from "react"
import { Button as AriaButton } from "react-aria-components"
import { Link, Route, Router, Switch, useRoute } from "wouter"
import { useHashLocation } from "wouter/use-hash-location"
import { useStore } from "zustand"
import { cx } from "../ui/cx.ts"
import { Mark } from "../ui/Mark.tsx"
import { Menu, MenuItem } from "../ui/Menu.tsx"
import { ThemeSideContext } from "../ui/themeSide.ts"
import { UnlockDialog } from "./keys/UnlockForm.tsx"
import { TemplatesPage } from "./pages/TemplatesPage.tsx"
import { WorkflowsPage } from "./pages/WorkflowsPage.tsx"
import { useServices } from "./services.ts"

const SettingsPage = lazy(() => import("./pages/SettingsPage.tsx"))
const KeysPage = lazy(() => import("./pages/KeysPage.tsx"))
const BuilderPage = lazy(() => import("./pages/BuilderPage.tsx"))

/** The whole page: the rail, and beside it what the address names. Addresses stand after `#`, so any static host will do. */
export function App() {
  const side = useStore(useServices().theme, ({ side }) => side)
  return (
    <ThemeSideContext value={side}>
      <Router hook={useHashLocation}>
        <div className="flex h-full max-[700px]:flex-col-reverse">
          <Rail />
          <UnlockDialog />
          <main className="min-h-0 min-w-0 flex-1">
            <Suspense fallback={null}>
              <Switch>
                <Route path="/w/:id">{({ id }) => <BuilderPage key={id} id={id} />}</Route>
                <Route path="/templates" component={TemplatesPage} />
                <Route path="/keys" component={KeysPage} />
                <Route path="/settings" component={SettingsPage} />
                <Route component={WorkflowsPage} />
              </Switch>
            </Suspense>
          </main>
        </div>
      </Router>
    </ThemeSideContext>
  )
}

function Rail() {
  const [isBuilder] = useRoute("/w/:id")
  return (
    <nav
      aria-label="Main"
      className={cx(
        "flex shrink-0 items-center gap-1.5 border-line bg-panel",
        "min-[700px]:w-[52px] min-[700px]:flex-col min-[700px]:border-r min-[700px]:py-3",
        "max-[700px]:h-14 max-[700px]:justify-around max-[700px]:border-t max-[700px]:px-4",
        isBuilder && "max-[700px]:hidden",
      )}
    >
      <Link href="/" aria-label="Rivulet" className="mb-3 grid size-8 place-items-center max-[700px]:hidden">
        <Mark size={24} />
      </Link>
      <RailLink href="/" icon={Workflow} label="Workflows" isHere={useHere("/")} />
      <RailLink href="/templates" icon={LayoutTemplate} label="Templates" isHere={useHere("/templates")} />
      <RailLink href="/keys" icon={KeyRound} label="Keys and models" isHere={useHere("/keys")} />
      <span className="flex-1 max-[700px]:hidden" />
      <RailLink href="/settings" icon={Settings} label="Settings" isHere={useHere("/settings")} />
      <ThemeMenu />
    </nav>
  )
}

function useHere(path: string): boolean {
  const [isExact] = useRoute(path)
  const [isBuilder] = useRoute("/w/:id")
  return isExact || (path === "/" && isBuilder)
}

interface RailLinkProps {
  readonly href: string
  readonly icon: LucideIcon
  readonly label: string
  readonly isHere: boolean
}

function RailLink({ href, icon: Icon, label, isHere }: RailLinkProps) {
  return (
    <Link
      href={href}
      aria-label={label}
      title={label}
      aria-current={isHere ? "page" : undefined}
      className={cx(
        "grid size-9 place-items-center rounded-lg transition-colors",
        isHere ? "bg-accent-wash text-accent" : "text-muted hover:bg-wash hover:text-ink",
      )}
    >
      <Icon size={19} strokeWidth={1.75} aria-hidden />
    </Link>
  )
}

function ThemeMenu(): ReactNode {
  const { theme } = useServices()
  const { choice, choose } = useStore(theme)
  const Icon = { system: Monitor, light: Sun, dark: Moon }[choice]
  return (
    <Menu
      label="Theme"
      trigger={
        <AriaButton
          aria-label="Theme"
          className="grid size-9 cursor-default place-items-center rounded-lg text-muted data-hovered:bg-wash data-hovered:text-ink"
        >
          <Icon size={19} strokeWidth={1.75} aria-hidden />
        </AriaButton>
      }
    >
      <MenuItem label="Like the system" icon={Monitor} onAction={() => choose("system")} />
      <MenuItem label="Light" icon={Sun} onAction={() => choose("light")} />
      <MenuItem label="Dark" icon={Moon} onAction={() => choose("dark")} />
    </Menu>
  )
}
