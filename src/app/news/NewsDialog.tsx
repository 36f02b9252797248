import { inLanguage } from "../../language/formats.ts"
import { t } from "../../language/t.ts"
import { Dialog } from "../../ui/Dialog.tsx"
import { news } from "./news.ts"

const sayDay = inLanguage(locale => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }))

/** What has changed, the newest first. */
export function NewsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t`What is new`} isWide onClose={onClose}>
      <div className="flex flex-col gap-6 pt-1 pb-2">
        {news.map(({ day, title, points }) => (
          <article key={day} aria-label={title} className="flex flex-col gap-1.5">
            <h3 className="text-sm font-semibold">{title}</h3>
            <time dateTime={day} className="text-xs text-muted">
              {sayDay().format(new Date(`${day}T00:00:00Z`))}
            </time>
            <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
              {points.map(point => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </article>
        ))}
      </div>
    </Dialog>
  )
}
