import { nearest } from "../lib/nearest.ts"
import { err, ok, type Result } from "../lib/result.ts"

/*
 * The command line, read by what a command declares:
 *
 *     { json: { say: "One JSON object a line" }, input: { value: "NAME=VALUE", say: "…" } }
 *
 * takes `--json`, `--input a=1 --input=b=2`, files in between, and nothing else. After `--` everything is a file;
 * `-` alone is standard input.
 */

/** One option of a command: a flag, or one that takes a value and may be given several times. */
export interface Option {
  /** What stands for the value in the help; without it the option is a flag. */
  readonly value?: string
  readonly say: string
}

/** The options of a command, by name. */
export interface Options {
  readonly [name: string]: Option
}

/** What the command line said. */
export interface Arguments {
  readonly files: readonly string[]
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** Reads the words after a command's name; an error is a sentence for the user. */
export function parseArguments(words: readonly string[], options: Options): Result<Arguments, string> {
  const files: string[] = []
  const flags = new Set<string>()
  const values = new Map<string, string[]>()
  const waiting = [...words].reverse()
  for (let word = waiting.pop(); word !== undefined; word = waiting.pop()) {
    if (word === "--") {
      files.push(...waiting.reverse())
      break
    }
    if (!word.startsWith("-") || word === "-") {
      files.push(word)
      continue
    }
    const [, name = "", given] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? []
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (option === undefined) return err(unknownOption(word, name, options))
    if (option.value === undefined) {
      if (given !== undefined) return err(`--${name} takes no value.`)
      flags.add(name)
      continue
    }
    const value = given ?? waiting.pop()
    if (value === undefined) return err(`--${name} needs a value: --${name} ${option.value}.`)
    values.set(name, [...(values.get(name) ?? []), value])
  }
  return ok({ files, flags, values })
}

function unknownOption(word: string, name: string, options: Options): string {
  const meant = name === "" ? undefined : nearest(name, Object.keys(options))
  return `There is no option ${word}.${meant === undefined ? "" : ` Did you mean --${meant}?`}`
}
