import { t } from "../language/t.ts"
import { type Fault, faultsOf, type OutsideCall, outsideCalls } from "./faults.ts"
import type { Cassette } from "./recording.ts"

/** One call gone wrong in one way. */
export interface Breaking {
  readonly call: OutsideCall
  readonly fault: Fault
}

/** What became of it. */
export type Caught =
  /** Another attempt would have got through, had the fault passed; it did not. */
  | { readonly by: "retry"; readonly attempts: number }
  /** Its failure outlet led on. */
  | { readonly by: "failure"; readonly step: string; readonly to: readonly string[] }
  /** Its step went on without a value of its own. */
  | { readonly by: "onError"; readonly step: string }
  /** A container around it has a way for failures. */
  | { readonly by: "container"; readonly step: string; readonly to: readonly string[] }
  /** A person has to say what became of it. */
  | { readonly by: "person"; readonly step: string }
  /** A later step did not take what came. */
  | { readonly by: "later"; readonly step: string }
  /** The run went on as though nothing had been wrong. */
  | { readonly by: "unnoticed" }
  /** The call was not made at all, or what came made no difference. */
  | { readonly by: "harmless" }
  /** Nothing: the run failed. */
  | { readonly by: "nothing"; readonly step: string }

/** How one trial went. */
export interface Trial extends Breaking {
  readonly caught: Caught
  /** How the run ended. */
  readonly status: string
  /** Why it failed, in a sentence. */
  readonly problem?: string
}

/** All that can be broken in the recording. */
export function breakingsOf(cassette: Cassette): readonly Breaking[] {
  return outsideCalls(cassette).flatMap(call => faultsOf(call).map(fault => ({ call, fault })))
}

/** What caught it, in a sentence; steps are called by the names given. */
export function sayCaught(caught: Caught, nameOf: (step: string) => string = step => step): string {
  const step = "step" in caught ? nameOf(caught.step) : ""
  const to = "to" in caught ? caught.to.map(nameOf).join(", ") : ""
  switch (caught.by) {
    case "retry":
      return t`Another attempt gets through once the trouble has passed; ${caught.attempts} were made`
    case "failure":
      return to === ""
        ? t`The failure outlet of ${step} takes it`
        : t`The failure outlet of ${step} takes it, on to ${to}`
    case "onError":
      return t`${step} goes on without it, as its onError says`
    case "container":
      return to === "" ? t`${step}, around it, takes it` : t`${step}, around it, takes it, on to ${to}`
    case "person":
      return t`${step} asks a person what became of it`
    case "later":
      return t`It is noticed only by ${step}, where nothing catches it`
    case "unnoticed":
      return t`Nobody notices: the run goes on with what came`
    case "harmless":
      return t`It makes no difference`
    case "nothing":
      return t`Nothing catches it: ${step} fails, and the run with it`
  }
}

/** How well something was caught: taken care of, worth a look, or not at all. */
export function gradeOf({ by }: Caught): "good" | "warn" | "bad" {
  if (by === "nothing" || by === "later") return "bad"
  return by === "unnoticed" ? "warn" : "good"
}
