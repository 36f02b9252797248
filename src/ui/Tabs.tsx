import type { LucideIcon } from "lucide-react"
import type { ComponentPropsWithRef, ReactNode } from "react"
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components"
import { cx } from "./cx.ts"
import { useShownTitle } from "./useShownTitle.ts"

/** One sheet of a set of tabs. */
export interface Sheet {
  readonly id: string
  readonly title: string
  /** What is loaded when it shows first may stand here as it is. */
  readonly content: ReactNode
}

interface TabsProps {
  readonly label: string
  readonly sheets: readonly Sheet[]
  /** The sheet that shows, where somebody else keeps it; it comes with `onChange`. */
  readonly value?: string
  readonly onChange?: (id: string) => void
  readonly isSmall?: boolean
}

/** Sheets of which one shows, with their titles in a row. */
export function Tabs({ label, sheets, value, onChange, isSmall }: TabsProps) {
  const titles = useShownTitle(value)
  return (
    <AriaTabs
      className="flex min-h-0 min-w-0 flex-1 flex-col outline-none"
      {...(value === undefined ? {} : { selectedKey: value })}
      {...(onChange === undefined ? {} : { onSelectionChange: key => onChange(String(key)) })}
    >
      <AriaTabList
        ref={titles}
        aria-label={label}
        className="fade-more flex shrink-0 gap-3 overflow-x-auto border-b border-line px-4 [scrollbar-width:none]"
        items={sheets}
      >
        {sheet => (
          <AriaTab
            className={cx(
              "-mx-0.5 -mb-px cursor-default border-b-2 border-transparent px-0.5 font-medium outline-offset-[-2px] whitespace-nowrap text-muted data-hovered:text-ink data-selected:border-accent data-selected:text-accent",
              isSmall ? "py-1.5 text-xs" : "py-2 text-sm",
            )}
          >
            {sheet.title}
          </AriaTab>
        )}
      </AriaTabList>
      {sheets.map(sheet => (
        <AriaTabPanel
          key={sheet.id}
          render={SheetFrame}
          id={sheet.id}
          className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
        >
          {sheet.content}
        </AriaTabPanel>
      ))}
    </AriaTabs>
  )
}

/** What can have the focus by Tab. */
const reachable = ["a[href]", "summary", "[contenteditable]", "[tabindex]"]
  .concat(["button", "input", "select", "textarea"].map(name => `${name}:enabled`))
  .map(each => `${each}:not([tabindex="-1"])`)
  .join()
/** So long, in milliseconds, after something changed in a sheet it is looked at. */
const pause = 100

/**
 * A sheet takes the focus itself while it holds nothing that does, as one that is still being read. Who is there by the
 * time that it does stays: they would else be thrown back to the start of the page. The library looks for that at every
 * change and has all of the sheet laid out for it, which a long list that is scrolled through cannot afford.
 */
function takeFocus(sheet: HTMLElement | null): (() => void) | undefined {
  if (sheet === null) return undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    timer = undefined
    const holds = [...sheet.querySelectorAll<HTMLElement>(reachable)].some(each => each.checkVisibility())
    if (!holds) sheet.tabIndex = 0
    else if (sheet === document.activeElement) sheet.tabIndex = -1
    else sheet.removeAttribute("tabindex")
  }
  const changes = new MutationObserver(() => {
    timer ??= setTimeout(look, pause)
  })
  changes.observe(sheet, { childList: true, subtree: true, attributeFilter: ["disabled"] })
  // Who leaves by Tab before that would else come to the sheet on the way.
  const settle = ({ key }: KeyboardEvent) => {
    if (key !== "Tab" || timer === undefined) return
    clearTimeout(timer)
    look()
  }
  sheet.addEventListener("keydown", settle)
  look()
  return () => {
    clearTimeout(timer)
    sheet.removeEventListener("keydown", settle)
    changes.disconnect()
  }
}

/** The element of a sheet; what the library looks into in its place is empty. */
function SheetFrame({ ref, tabIndex: _, children, ...props }: ComponentPropsWithRef<"div">) {
  return (
    <div {...props} ref={takeFocus}>
      {children}
      <div ref={ref} hidden />
    </div>
  )
}

interface SegmentsProps<Id extends string> {
  readonly label: string
  readonly segments: readonly {
    readonly id: Id
    readonly label: string
    /** Stands in the place of the label where the page is narrow, but for phones. */
    readonly icon?: LucideIcon
  }[]
  readonly value: Id
  readonly onChange: (id: Id) => void
  readonly isSmall?: boolean
}

/** A few views of one thing, of which exactly one is on. */
export function Segments<Id extends string>(props: SegmentsProps<Id>) {
  const { label, segments, value, onChange, isSmall } = props
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={keys => {
        const chosen = segments.find(segment => keys.has(segment.id))
        if (chosen) onChange(chosen.id)
      }}
      className="flex w-fit max-w-full overflow-hidden rounded-lg border border-line bg-panel"
    >
      {segments.map(segment => (
        <ToggleButton
          key={segment.id}
          id={segment.id}
          className={cx(
            "cursor-default font-medium text-muted transition-colors",
            isSmall ? "h-6 px-2 text-xs" : "h-7.5 px-3 text-sm",
            "data-hovered:text-ink data-selected:bg-accent-wash data-selected:text-accent",
            "data-focus-visible:-outline-offset-2",
          )}
        >
          {segment.icon ? <Folding icon={segment.icon} label={segment.label} /> : segment.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}

function Folding({ icon: Icon, label }: { readonly icon: LucideIcon; readonly label: string }) {
  return (
    <span title={label} className="grid place-items-center">
      <Icon size={16} strokeWidth={1.75} className="min-[1100px]:hidden max-[700px]:hidden" aria-hidden />
      <span className="max-[1100px]:min-[700px]:sr-only">{label}</span>
    </span>
  )
}
