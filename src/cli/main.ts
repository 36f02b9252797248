import { nearest } from "../lib/nearest.ts"
import { type Options, parseArguments } from "./arguments.ts"
import { type Command, exit } from "./command.ts"
import { format } from "./format.ts"
import type { Io } from "./io.ts"
import { plugins } from "./plugins.ts"
import { printable } from "./printable.ts"
import { run } from "./run.ts"
import { runs } from "./runs.ts"
import { schema } from "./schema.ts"
import { test } from "./test.ts"
import { validate } from "./validate.ts"
import { watch } from "./watch.ts"

const commands: readonly Command[] = [run, watch, runs, test, validate, format, schema, plugins]

const help: Options = { help: { say: "Show this help" } }

/** Runs the command that the words name, and gives the exit code. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === "help" || name === "--help") {
    const asked = commands.find(command => command.name === rest[0])
    io.out(asked === undefined ? overview() : helpOf(asked))
    return name === undefined ? exit.unusable : exit.fine
  }
  const command = commands.find(candidate => candidate.name === name)
  if (command === undefined) return unusable(unknownCommand(name), io)
  const given = parseArguments(rest, { ...command.options, ...help })
  if (!given.ok) return unusable(given.error, io, command)
  if (given.value.flags.has("help")) {
    io.out(helpOf(command))
    return exit.fine
  }
  return command.run(given.value, io)
}

function unusable(sentence: string, io: Io, command?: Command): number {
  const where = command === undefined ? "rivulet --help" : `rivulet ${command.name} --help`
  io.complain(`${printable(sentence)}\nSee ${where}.\n`)
  return exit.unusable
}

function unknownCommand(name: string): string {
  const meant = nearest(
    name,
    commands.map(command => command.name),
  )
  return `There is no command ${name}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`
}

function overview(): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const)
  return `Usage: rivulet COMMAND …\n\n${table(rows)}\nrivulet COMMAND --help tells more.\n`
}

function helpOf(command: Command): string {
  const rows = Object.entries({ ...command.options, ...help }).map(
    ([name, option]) =>
      [`--${name}${option.value === undefined ? "" : ` ${option.value}`}`, option.say] as const,
  )
  const usage = ["rivulet", command.name, command.takes, "[OPTION]..."].filter(word => word !== "")
  const notes = command.notes === undefined ? "" : `\n${command.notes.join("\n")}\n`
  return `Usage: ${usage.join(" ")}\n\n${command.summary}.\n\n${table(rows)}${notes}`
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("")
}
