import { t } from "../language/t.ts"

/** What a run is for that does not do all of its workflow from the beginning. It stands in the run's entry of the history. */
export interface Meant {
  /** A step alone, or with what leads to it; one iteration; another way than an earlier run; or that run in earnest. */
  readonly is: "step" | "upTo" | "iteration" | "from" | "change" | "retry" | "fork" | "apply"
  /** What people call the step, or the container whose iteration it is. */
  readonly name?: string
  /** The iteration, counted from 1. */
  readonly iteration?: number
  /** What people call the run that it goes another way from, or applies. */
  readonly of?: number
}

/** Says it in few words. */
export function sayMeant({ is, of, ...meant }: Meant): string {
  if (is === "apply") return of === undefined ? t`Applies a sandbox run` : t`Applies run ${of}`
  const own = sayOwn({ is, ...meant })
  if (of === undefined) return own || t`Fork of another run`
  return own === "" ? t`Fork of run ${of}` : t`${own}, fork of run ${of}`
}

function sayOwn({ is, name, iteration = 1 }: Omit<Meant, "of">): string {
  if (is === "retry") return t`What had failed, again`
  if (name === undefined) return ""
  switch (is) {
    case "step":
      return t`Step “${name}” alone`
    case "upTo":
      return t`Up to step “${name}”`
    case "iteration":
      return t`“${name}”, iteration ${iteration} alone`
    case "from":
      return t`From step “${name}” on`
    case "change":
      return t`With “${name}” changed`
    default:
      return ""
  }
}
