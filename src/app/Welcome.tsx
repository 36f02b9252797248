import { FlaskConical, LayoutTemplate, Play, ShieldCheck } from "lucide-react"
import { Miniature } from "../editor/Miniature.tsx"
import { t } from "../language/t.ts"
import { Button } from "../ui/Button.tsx"
import { useServices } from "./services.ts"
import type { Library } from "./useLibrary.ts"

/** The template that shows most in the shortest time: it plans, codes in rounds, has models test side by side, with no key. */
const shown = "feature-stages"

const steps = [
  {
    icon: LayoutTemplate,
    title: t`A template opens`,
    text: t`A feature is planned, coded, tested and checked.`,
  },
  { icon: FlaskConical, title: t`It runs in a sandbox`, text: t`With a simulated model: no key, no cost.` },
  {
    icon: ShieldCheck,
    title: t`You see what it would do`,
    text: t`Files, events, models. Nothing has been done yet.`,
  },
]

/** What somebody sees who has no workflow yet: one press from a run. */
export function Welcome({ library }: { readonly library: Library }) {
  const { templates } = useServices()
  const template = templates.find(({ id }) => id === shown) ?? templates[0]
  return (
    <section
      aria-label={t`Welcome`}
      className="flex flex-col gap-6 rounded-2xl border border-line bg-panel p-7 shadow-card max-[700px]:p-5"
    >
      <header className="flex items-center gap-6">
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold">{t`Nothing here yet`}</h2>
          <p className="mt-1 max-w-xl text-muted">{t`Draw an automation, see what it would do, and let it run: on this machine, with your files and keys, without a server or an account. The quickest way in is to watch one run.`}</p>
        </div>
        {template && (
          <span className="grid h-24 w-64 shrink-0 place-items-center rounded-xl bg-canvas max-[900px]:hidden">
            <Miniature picture={template.summary.picture} className="h-20 w-56" />
          </span>
        )}
      </header>
      <ol className="grid grid-cols-3 gap-3 max-[700px]:grid-cols-1">
        {steps.map(({ icon: Icon, title, text }) => (
          <li key={title} className="flex gap-3 rounded-xl border border-line px-3.5 py-3">
            <Icon size={18} strokeWidth={1.75} className="mt-0.5 shrink-0 text-accent" aria-hidden />
            <div className="min-w-0 text-sm">
              <p className="font-semibold">{title}</p>
              <p className="text-muted">{text}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3">
        {template && (
          <Button
            look="primary"
            icon={Play}
            onPress={() => void library.tryOut(template.id)}
          >{t`Watch it run`}</Button>
        )}
        <p className="text-sm text-muted">{t`Or start from a template below, make a workflow of your own, or drop YAML files anywhere on this page.`}</p>
      </div>
    </section>
  )
}
