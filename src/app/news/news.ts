import { t } from "../../language/t.ts"

/** What one update brought. */
export interface News {
  /** The day of it, as `2026-11-29`; no two have the same. */
  readonly day: string
  readonly title: string
  readonly points: readonly string[]
}

/** What has changed, the newest first. An update that people will notice gets an entry here. */
export const news: readonly News[] = [
  {
    day: "2026-11-29",
    title: t`Versions side by side`,
    points: [
      t`Two versions stand side by side on the canvas, and move as one. Keys do not show in texts that are compared, only that they changed.`,
      t`While you edit, what was there before is kept about once an hour: “Show snapshots”, among the versions.`,
      t`On phones, publishing, versions and the export are in the menu of the builder.`,
      t`The value of an expression says in words what is missing.`,
      t`What you describe, and then discard, leaves no empty workflow behind.`,
    ],
  },
  {
    day: "2026-11-28",
    title: t`Helper, tests and trials`,
    points: [
      t`The helper shows what it sends, and what it proposes is accepted whole or in parts.`,
      t`Any run is kept as a test and played offline. “Break it” shows what catches trouble.`,
      t`Runs stop at breakpoints, and any moment of their past can be looked at and tried another way.`,
    ],
  },
]

/** The day of the newest entry. */
export function newestDay(entries: readonly News[] = news): string {
  return entries[0]?.day ?? ""
}

/**
 * Whether somebody is to hear of news: there is some since the day that was kept. Where none was kept it is their
 * first visit, unless they have made something here before.
 */
export function isUnheard(kept: string | null, hasMade: boolean, entries: readonly News[] = news): boolean {
  return kept === null ? hasMade : kept < newestDay(entries)
}
