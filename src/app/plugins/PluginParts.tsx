import { ShieldCheck, TriangleAlert } from "lucide-react"
import { StepIcon } from "../../editor/StepIcon.tsx"
import { t } from "../../language/t.ts"
import type { Manifest } from "../../model/plugins/manifest.ts"
import { sayUsesOf } from "../../model/plugins/uses.ts"

/** What a plugin brings: its steps and triggers, and how many templates. */
export function PluginParts({ manifest }: { readonly manifest: Manifest }) {
  const parts = [
    ...Object.entries(manifest.actions).map(([name, part]) => ({ name, part, what: t`Step` })),
    ...Object.entries(manifest.triggers).map(([name, part]) => ({ name, part, what: t`Trigger` })),
  ]
  const { length: templates } = manifest.templates
  return (
    <ul aria-label={t`What it brings`} className="grid grid-cols-2 gap-x-4 gap-y-1.5 max-[700px]:grid-cols-1">
      {parts.map(({ name, part, what }) => (
        <li key={`${what} ${name}`} className="flex min-w-0 items-center gap-2 text-sm" title={part.summary}>
          <span className="text-accent">
            <StepIcon name={part.icon} size={16} />
          </span>
          <span className="truncate">{part.title}</span>
          {what === "Trigger" && <span className="text-xs text-muted">{t`trigger`}</span>}
        </li>
      ))}
      {templates > 0 && (
        <li className="flex items-center gap-2 text-sm">
          <span className="text-accent">
            <StepIcon name="file-text" size={16} />
          </span>
          {templates === 1 ? t`One template` : t`${templates} templates`}
        </li>
      )}
    </ul>
  )
}

/** What a plugin may do once a workflow that uses it was allowed to, in words. */
export function PluginPowers({
  manifest,
  known,
}: {
  readonly manifest: Manifest
  readonly known?: Manifest
}) {
  const powers = sayUsesOf(manifest)
  const before = known === undefined ? null : new Set(sayUsesOf(known))
  if (powers.length === 0) {
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <ShieldCheck size={16} className="shrink-0 text-good" aria-hidden />
        {t`It needs nothing from outside: it only computes.`}
      </p>
    )
  }
  return (
    <ul aria-label={t`What it may ask for`} className="flex flex-col gap-1">
      {powers.map(say => (
        <li key={say} className="flex items-start gap-2 text-sm">
          <TriangleAlert size={15} className="mt-0.5 shrink-0 text-warn" aria-hidden />
          <span className="inline-block min-w-0 break-words first-letter:uppercase">
            {say}
            {before !== null && !before.has(say) && (
              <strong className="ml-1.5 font-medium text-warn-text">{t`new in this version`}</strong>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
