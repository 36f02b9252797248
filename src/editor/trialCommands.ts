import { FlaskConical, ListEnd, OctagonPause, PanelBottom, Pin, Play } from "lucide-react"
import { t } from "../language/t.ts"
import { type Command, type CommandContext, hasSteps, selectedSteps } from "./command.ts"
import { factsOf } from "./facts.ts"
import { breakpointOn } from "./runSlots.ts"

const canTryOut = (context: CommandContext) => context.tryOut !== null

/** What is tried out with runs: pinned outputs, and places to stop at. */
export const trialCommands: readonly Command[] = [
  {
    id: "run",
    name: t`Run the workflow`,
    icon: Play,
    keys: ["Mod+Enter"],
    when: canTryOut,
    run: ({ tryOut }) => tryOut?.run("live"),
  },
  {
    id: "run_sandbox",
    name: t`Test in sandbox`,
    icon: FlaskConical,
    keys: ["Mod+Shift+Enter"],
    when: canTryOut,
    run: ({ tryOut }) => tryOut?.run("sandbox"),
  },
  towardCommand("step", { id: "run_step", name: t`Run this step alone`, icon: Play }),
  towardCommand("upTo", { id: "run_up_to", name: t`Run up to here`, icon: ListEnd }),
  {
    id: "go_to_run",
    name: t`Go to the run`,
    icon: PanelBottom,
    keys: ["G"],
    when: canTryOut,
    run: ({ tryOut }) => tryOut?.goToRun(),
  },
  {
    id: "pin",
    name: t`Pin what it gives, or unpin it`,
    icon: Pin,
    keys: ["P"],
    when: context => canTryOut(context) && hasSteps(context),
    run({ editor, tryOut }) {
      for (const id of selectedSteps(editor)) tryOut?.pin(id)
    },
  },
  {
    id: "breakpoint",
    name: t`Stop runs here, or no longer`,
    icon: OctagonPause,
    keys: ["B"],
    when: context => canTryOut(context) && (hasSteps(context) || selectedWires(context).length > 0),
    run(context) {
      const { editor, tryOut } = context
      for (const step of selectedSteps(editor)) tryOut?.toggleBreakpoint({ step })
      for (const wire of selectedWires(context)) tryOut?.toggleBreakpoint(breakpointOn(wire))
    },
  },
]

/** Runs no more than is needed for the one step that is selected. */
function towardCommand(type: "step" | "upTo", about: Pick<Command, "id" | "name" | "icon">): Command {
  const only = ({ editor }: CommandContext) => {
    const [step, ...others] = selectedSteps(editor)
    return others.length === 0 ? step : undefined
  }
  return {
    ...about,
    keys: [],
    when(context) {
      const step = only(context)
      return step !== undefined && context.tryOut?.canRunToward(type, step) === true
    },
    run(context) {
      const step = only(context)
      if (step !== undefined) context.tryOut?.runToward(type, step)
    },
  }
}

/** The selected wires between steps: a run comes to no trigger. */
function selectedWires({ editor }: CommandContext) {
  const { selection, file } = editor.store.getState()
  const { scene } = factsOf(file, editor.catalogue)
  return scene.wires.filter(({ id, wire }) => selection.has(id) && wire !== null)
}
