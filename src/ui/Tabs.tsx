import { type ReactNode, Suspense } from "react"
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
      className="flex min-h-0 min-w-0 flex-1 flex-col"
      {...(value === undefined ? {} : { selectedKey: value })}
      {...(onChange === undefined ? {} : { onSelectionChange: key => onChange(String(key)) })}
    >
      <AriaTabList
        ref={titles}
        aria-label={label}
        className="flex shrink-0 gap-3 overflow-x-auto border-b border-line px-4 [scrollbar-width:none]"
        items={sheets}
      >
        {sheet => (
          <AriaTab
            className={cx(
              "-mb-px cursor-default border-b-2 border-transparent font-medium whitespace-nowrap text-muted data-hovered:text-ink data-selected:border-accent data-selected:text-accent",
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
          id={sheet.id}
          className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
        >
          <Suspense>{sheet.content}</Suspense>
        </AriaTabPanel>
      ))}
    </AriaTabs>
  )
}

interface SegmentsProps<Id extends string> {
  readonly label: string
  readonly segments: readonly { readonly id: Id; readonly label: string }[]
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
          {segment.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
