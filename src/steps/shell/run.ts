import { z } from "zod"
import { defineStep, done, failed } from "../../model/step.ts"
import { shellProblem } from "./shellProblems.ts"

const longestShown = 20_000

/** Runs a command in the shell. */
export const shellRun = defineStep({
  kind: "shell.run",
  version: 1,
  title: "Run a command",
  summary: "Runs a command in a shell over the workspace",
  icon: "terminal",
  group: "code",
  input: z.strictObject({
    command: z.string().min(1).max(100_000).meta({ description: "The command, or a whole script" }),
    folder: z
      .string()
      .min(1)
      .optional()
      .meta({ description: "Where it runs; the workspace's folder if left out" }),
    stdin: z.string().optional().meta({ description: "Text that the command reads" }),
    env: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())
      .optional()
      .meta({ description: "Environment variables. The safe way to hand values in: they are never run" }),
    okExitCodes: z
      .array(z.int().min(0).max(255))
      .min(1)
      .default([0])
      .meta({ description: "Exit codes that mean success" }),
  }),
  output: z.strictObject({ exitCode: z.int(), stdout: z.string(), stderr: z.string() }),
  hints: {
    command: { widget: "code", placeholder: "wc -l notes/*.md" },
    folder: { widget: "file", advanced: true },
    stdin: { widget: "multiline", advanced: true },
    env: { widget: "keyvalue", advanced: true },
    okExitCodes: { advanced: true },
  },
  outlets: ["success"],
  effect: "once",
  needs: ["shell"],
  powers: [{ power: "shell" }],
  card: "{{ command }}",
  docs: `
Runs a command. In the terminal that is the computer's own shell, once that was granted. In the page it is a bash-like
shell that Rivulet brings along, over the workspace alone: pipes, loops, functions, and about eighty of the usual small
tools (grep, sed, awk, jq, sort, find, gzip …), \`git\` for daily work, and \`curl\` to hosts that were granted. Not there
are tar, yq, node, python, sqlite3, links, and programs of your own. What it writes counts once the step has succeeded;
a command that is stopped has changed nothing.

While it runs, the computer's own shell shows what the command writes, and the one in the page which commands it has
come to: what those wrote it knows at the end.

A sandbox run uses the same built-in shell everywhere, and shows what it would have changed; a command that needs a
tool which that lacks is only listed.

- **success**: exit code, output and error output.

Fails if the exit code is not among *okExitCodes*; the problem holds both outputs. A command that a crash cut asks
whether it was done, unless the step says that it is \`repeatable\`.

Text from outside, such as an issue's title, belongs into *env* and is read as \`"$TITLE"\`: put into the command
itself, it would be run.
`,
  examples: [
    {
      title: "Count lines",
      with: { command: "grep -c '' notes.md" },
      files: { "notes.md": "one\ntwo\nthree\n" },
      answers: { shell: [{ exitCode: 0, stdout: "3\n", stderr: "" }] },
      outlets: { success: { exitCode: 0, stdout: "3\n", stderr: "" } },
    },
    {
      title: "A code that is no failure",
      with: { command: 'grep -c "$WORD" notes.md', env: { WORD: "todo" }, okExitCodes: [0, 1] },
      files: { "notes.md": "done\n" },
      answers: { shell: [{ exitCode: 1, stdout: "0\n", stderr: "" }] },
      outlets: { success: { exitCode: 1, stdout: "0\n", stderr: "" } },
    },
    {
      title: "A failure",
      with: { command: "echo '1 test failed' >&2; exit 2" },
      answers: { shell: [{ exitCode: 2, stdout: "", stderr: "1 test failed\n" }] },
      problem: "shell_exit",
    },
  ],
  run: async ({ command, folder, stdin, env, okExitCodes }, { ports, signal, stream }) => {
    const ran = await ports.shell.run(
      {
        command,
        ...(folder === undefined ? {} : { folder }),
        ...(stdin === undefined ? {} : { stdin }),
        ...(env === undefined ? {} : { env }),
        hear: stream,
      },
      signal,
    )
    if (!ran.ok) return failed(ran.error)
    const { exitCode, stdout, stderr } = ran.value
    if (okExitCodes.includes(exitCode)) return done({ exitCode, stdout, stderr })
    const problem = shellProblem("shell_exit", { code: exitCode, stderr: stderr.trim() || "it said nothing" })
    const data = { exitCode, stdout: stdout.slice(-longestShown), stderr: stderr.slice(-longestShown) }
    return failed({ ...problem, data })
  },
})
