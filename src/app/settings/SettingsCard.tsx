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
      <div className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel shadow-card">
        {children}
      </div>
    </section>
  )
}

interface SettingsRowProps {
  readonly title: string
  readonly about: ReactNode
  readonly children: ReactNode
}

/** One thing that can be set: what it is, and beside that the way to set it. */
export function SettingsRow({ title, about, children }: SettingsRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-sm font-medium">{title}</p>
        <p className="text-xs text-muted">{about}</p>
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </div>
  )
}
