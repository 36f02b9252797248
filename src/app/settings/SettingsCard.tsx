import type { ReactNode } from "react"

interface SettingsCardProps {
  readonly title: string
  readonly help: string
  readonly children: ReactNode
}

/** One subject of the settings. */
export function SettingsCard({ title, help, children }: SettingsCardProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <header>
        <h2 className="text-base font-semibold">{title}</h2>
        <p className="pt-0.5 text-sm text-muted">{help}</p>
      </header>
      <div className="overflow-hidden rounded-xl border border-line bg-panel shadow-card">{children}</div>
    </section>
  )
}
