import type { ReactNode } from "react"
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
  ToggleButton,
  ToggleButtonGroup,
} from "react-aria-components"
import { cx } from "./cx.ts"

/** One sheet of a set of tabs. */
export interface Sheet {
  readonly id: string
  readonly title: string
  readonly content: ReactNode
}

/** Sheets of which one shows, with their titles in a row. */
export function Tabs({ label, sheets }: { readonly label: string; readonly sheets: readonly Sheet[] }) {
  return (
    <AriaTabs className="flex min-h-0 flex-1 flex-col">
      <AriaTabList aria-label={label} className="flex gap-4 border-b border-line px-4" items={sheets}>
        {sheet => (
          <AriaTab className="-mb-px cursor-default border-b-2 border-transparent py-2 text-sm font-medium text-muted data-hovered:text-ink data-selected:border-accent data-selected:text-accent">
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
          {sheet.content}
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
}

/** A few views of one thing, of which exactly one is on. */
export function Segments<Id extends string>({ label, segments, value, onChange }: SegmentsProps<Id>) {
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
      className="flex overflow-hidden rounded-lg border border-line bg-panel"
    >
      {segments.map(segment => (
        <ToggleButton
          key={segment.id}
          id={segment.id}
          className={cx(
            "h-7.5 cursor-default px-3 text-sm font-medium text-muted transition-colors",
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
