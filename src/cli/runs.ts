import { nearest } from "../lib/nearest.ts"
import type { Arguments } from "./arguments.ts"
import { type Command, exit } from "./command.ts"
import { sayProblem } from "./conduct.ts"
import { wayOptions } from "./forkWays.ts"
import { grantOptions } from "./grants.ts"
import type { Io } from "./io.ts"
import { type Data, openData } from "./place.ts"
import { printable } from "./printable.ts"
import { dataFolder, dataOption, dataTrouble } from "./run.ts"
import { applyRun, replayRun } from "./runsApply.ts"
import { forkRun, retryRun } from "./runsFork.ts"
import { keepRun } from "./runsKeep.ts"
import { listRuns } from "./runsList.ts"
import { showRun } from "./runsShow.ts"
import { cancelRun, pauseRun, resumeRun } from "./runsSteer.ts"

type Act = (given: Arguments, data: Data, found: string, io: Io) => Promise<number>

const acts: { readonly [name: string]: Act } = {
  list: (given, data, _, io) => listRuns(given, data, io),
  show: showRun,
  pause: pauseRun,
  resume: resumeRun,
  cancel: cancelRun,
  retry: retryRun,
  fork: forkRun,
  apply: applyRun,
  replay: replayRun,
  keep: keepRun,
}

/** Looks at runs, and steers them. */
export const runs: Command = {
  name: "runs",
  summary: "List, show and steer the runs that are kept",
  takes: `${Object.keys(acts).join("|")} [RUN]`,
  options: {
    data: dataOption,
    workflow: { value: "ID", say: "list: runs of this workflow" },
    status: { value: "STATUS", say: "list: runs that stand so, such as waiting or failed" },
    text: { value: "WORDS", say: "list: runs whose name, tags or inputs have these words" },
    most: { value: "NUMBER", say: "list: at most so many; 20 if left out" },
    events: { say: "show: every event of the run besides" },
    answer: { value: "STEP=OUTLET[:JSON]", say: "resume, retry, fork: answer what the run asks" },
    set: { value: "STEP=[OUTLET:]JSON", say: "fork: another value of a step" },
    input: { value: "NAME=VALUE", say: "fork: another value of an input" },
    ...wayOptions,
    only: { value: "N,…", say: "apply: just these of the things that the sandbox run would do" },
    budget: { value: "usd=0.5,…", say: "resume: what the run may use at most, in place of what is used up" },
    in: { value: "FILE", say: "keep: the workflow's file, beside which its tests stand" },
    name: { value: "NAME", say: "keep: what the test is called" },
    hide: { value: "WORD", say: "keep: a word that is taken out of all that is kept; may be repeated" },
    expect: {
      value: "FIELD=JSON",
      say: "keep: what has to come out, such as output.total=3, FIELD>3, FIELD~PATTERN; may be repeated",
    },
    "fast-forward": { say: "resume, retry, fork: let waits pass at once" },
    ...grantOptions,
    json: { say: "One JSON object a line" },
  },
  notes: [
    "list     runs, newest first",
    "show     one run: its steps, its problems, what it waits for, its output, its log",
    "pause    starts nothing more; a run that another terminal has is paused by a small file in its folder,",
    "         for which its owner looks several times a second",
    "resume   goes on with a run that was interrupted, was paused, or waits; with what it started with,",
    "         whatever was edited meanwhile. For a step in doubt, answer retry, done or fail",
    "cancel   ends a run, wherever it goes on",
    "retry    a new run that takes over what completed, and runs again what failed and what depends on it",
    "fork     the same with another past: other values of steps or inputs, and only what depends on them runs;",
    "         or from a step on, up to it, it alone, or one iteration. Steps inside of containers are named as",
    "         `runs show` does, each[2].check, and one of several visits of a step by its number: check#2",
    "apply    does what a sandbox run would have done, in a new run; what turns out otherwise waits for you",
    "replay   a new run from the recording of this one: nobody is asked, and nothing is done",
    "keep     keeps a run as a test of its workflow: `rivulet test FILE` replays it, and looks at what comes out",
    "",
    "Exits as `rivulet run` does; with 2 where there is no such run.",
  ],
  async run(given, io) {
    const [name = ""] = given.files
    const act = Object.hasOwn(acts, name) ? acts[name] : undefined
    if (act === undefined || given.files.length > 2) {
      const meant = nearest(name, Object.keys(acts))
      const hint = meant === undefined || meant === name ? "" : ` Did you mean ${meant}?`
      const why =
        name === ""
          ? "Say what to do with runs."
          : `Runs cannot be asked for “${printable(given.files.join(" "))}”.${hint}`
      io.complain(`${why}\nSee rivulet runs --help.\n`)
      return exit.unusable
    }
    const { folder, found } = dataFolder(given)
    try {
      return await act(given, openData(folder), found, io)
    } catch (cause) {
      return sayProblem(io, dataTrouble(folder, cause))
    }
  },
}
