import {
  History,
  Inbox,
  KeyRound,
  LayoutTemplate,
  type LucideIcon,
  MessageSquare,
  Monitor,
  Moon,
  Settings,
  Sun,
  Workflow,
} from "lucide-react"
import type { ReactNode } from "react"
import { Button as AriaButton } from "react-aria-components"
import { Link, Route, Router, Switch, useRoute } from "wouter"
import { useHashLocation } from "wouter/use-hash-location"
import { useStore } from "zustand"
import { t } from "../language/t.ts"
import { worded } from "../language/wordFiles.ts"
import { cx } from "../ui/cx.ts"
import { later } from "../ui/later.tsx"
import { Mark } from "../ui/Mark.tsx"
import { Menu, MenuItem } from "../ui/Menu.tsx"
import { ThemeSideContext } from "../ui/themeSide.ts"
import { useVault } from "./keys/useVault.ts"
import { WorkflowsPage } from "./pages/WorkflowsPage.tsx"
import { KindsAround } from "./plugins/PluginsAround.tsx"
import { useServices } from "./services.ts"
import { useWaitingRuns } from "./useWaitingRuns.ts"

const UnlockDialog = later(worded(() => import("./keys/UnlockDialog.tsx")))
const RunsInBackground = later(worded(() => import("./RunsInBackground.tsx")))
const Notices = later(worded(() => import("./messages/Notices.tsx")))
const TemplatesPage = later(worded(() => import("./pages/TemplatesPage.tsx")))
const SettingsPage = later(worded(() => import("./pages/SettingsPage.tsx")))
const PluginsPage = later(worded(() => import("./pages/PluginsPage.tsx")))
const KeysPage = later(worded(() => import("./pages/KeysPage.tsx")))
/** Fetches the builder, which is large, for an address that names a workflow: while all else begins, and not after it. */
export const BuilderPage = later(worded(() => import("./pages/BuilderPage.tsx")))
const RunsPage = later(worded(() => import("./pages/RunsPage.tsx")))
const RunPage = later(worded(() => import("./pages/RunPage.tsx")))
const InboxPage = later(worded(() => import("./pages/InboxPage.tsx")))
const ChatPage = later(worded(() => import("./pages/ChatPage.tsx")))
const SharedPage = later(worded(() => import("./pages/SharedPage.tsx")))
const TwinNotice = later(worded(() => import("./twin/TwinNotice.tsx")))
const StatisticsPage = later(worded(() => import("./pages/StatisticsPage.tsx")))

/** The whole page: the rail, and beside it what the address names. Addresses stand after `#`, so any static host will do. */
export function App() {
  const { theme, drawn } = useServices()
  const side = useStore(theme, ({ side }) => side)
  const isDrawn = useStore(drawn)
  return (
    <ThemeSideContext value={side}>
      <Router hook={useHashLocation}>
        <div className="flex h-full max-[700px]:flex-col-reverse">
          <Rail />
          {isDrawn && (
            <>
              <RunsInBackground />
              <Notices />
            </>
          )}
          <Unlocking />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            {isDrawn && <TwinNotice />}
            <main className="min-h-0 min-w-0 flex-1">
              <Switch>
                <Route path="/" component={WorkflowsPage} />
                <Route>
                  <KindsAround>
                    <OtherPages />
                  </KindsAround>
                </Route>
              </Switch>
            </main>
          </div>
        </div>
      </Router>
    </ThemeSideContext>
  )
}

/** The pages that know the kinds of steps; the list of workflows is there before these are. */
function OtherPages() {
  return (
    <Switch>
      <Route path="/w/:id">{({ id }) => <BuilderPage key={id} id={id} />}</Route>
      <Route path="/w/:id/runs/:run">{({ id, run }) => <BuilderPage key={id} id={id} run={run} />}</Route>
      <Route path="/w/:id/statistics">{({ id }) => <StatisticsPage key={id} id={id} />}</Route>
      <Route path="/runs" component={RunsPage} />
      <Route path="/runs/:run">{({ run }) => <RunPage key={run} run={run} />}</Route>
      <Route path="/shared/:packed">{({ packed }) => <SharedPage packed={packed} />}</Route>
      <Route path="/inbox" component={InboxPage} />
      <Route path="/chat">{() => <ChatPage />}</Route>
      <Route path="/chat/:session">{({ session }) => <ChatPage session={session} />}</Route>
      <Route path="/templates" component={TemplatesPage} />
      <Route path="/keys" component={KeysPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route path="/plugins" component={PluginsPage} />
      <Route component={WorkflowsPage} />
    </Switch>
  )
}

/** Asks for the passphrase wherever somebody is, when a run waits for a key. */
function Unlocking() {
  const wanted = useVault()?.wanted ?? null
  return wanted === null ? null : <UnlockDialog wanted={wanted} />
}

function Rail() {
  const [isWorkflow] = useRoute("/w/:id")
  const [isRun] = useRoute("/w/:id/runs/:run")
  const isBuilder = isWorkflow || isRun
  const waiting = useWaitingRuns()
  return (
    <nav
      aria-label={t`Main`}
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
      <RailLink href="/" icon={Workflow} label={t`Workflows`} isHere={useHere("/")} />
      <RailLink href="/runs" icon={History} label={t`Runs`} isHere={useHere("/runs")} />
      <RailLink
        href="/inbox"
        icon={Inbox}
        label={waiting === 0 ? t`Inbox` : t`Inbox, ${waiting} waiting`}
        count={waiting}
        isHere={useHere("/inbox")}
      />
      <RailLink href="/chat" icon={MessageSquare} label={t`Chat`} isHere={useHere("/chat/*?")} />
      <RailLink href="/templates" icon={LayoutTemplate} label={t`Templates`} isHere={useHere("/templates")} />
      <RailLink href="/keys" icon={KeyRound} label={t`Keys and models`} isHere={useHere("/keys")} />
      <span className="flex-1 max-[700px]:hidden" />
      <RailLink href="/settings" icon={Settings} label={t`Settings`} isHere={useHere("/settings")} />
      <ThemeMenu />
    </nav>
  )
}

function useHere(path: string): boolean {
  const [isExact] = useRoute(path)
  const [isBuilder] = useRoute("/w/*?")
  return isExact || (path === "/" && isBuilder)
}

interface RailLinkProps {
  readonly href: string
  readonly icon: LucideIcon
  readonly label: string
  readonly isHere: boolean
  /** How much waits there. */
  readonly count?: number
}

function RailLink({ href, icon: Icon, label, isHere, count = 0 }: RailLinkProps) {
  return (
    <Link
      href={href}
      aria-label={label}
      title={label}
      aria-current={isHere ? "page" : undefined}
      className={cx(
        "relative grid size-9 place-items-center rounded-lg transition-colors",
        isHere ? "bg-accent-wash text-accent" : "text-muted hover:bg-wash hover:text-ink",
      )}
    >
      <Icon size={19} strokeWidth={1.75} aria-hidden />
      {count > 0 && (
        <span
          aria-hidden
          className="absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-people px-1 text-[10px] font-semibold text-panel"
        >
          {count}
        </span>
      )}
    </Link>
  )
}

function ThemeMenu(): ReactNode {
  const { theme } = useServices()
  const { choice, choose } = useStore(theme)
  const Icon = { system: Monitor, light: Sun, dark: Moon }[choice]
  return (
    <Menu
      label={t`Theme`}
      trigger={
        <AriaButton
          aria-label={t`Theme`}
          className="grid size-9 cursor-default place-items-center rounded-lg text-muted data-hovered:bg-wash data-hovered:text-ink"
        >
          <Icon size={19} strokeWidth={1.75} aria-hidden />
        </AriaButton>
      }
    >
      <MenuItem label={t`Like the system`} icon={Monitor} onAction={() => choose("system")} />
      <MenuItem label={t`Light`} icon={Sun} onAction={() => choose("light")} />
      <MenuItem label={t`Dark`} icon={Moon} onAction={() => choose("dark")} />
    </Menu>
  )
}
