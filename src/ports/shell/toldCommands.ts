import { type Command, defineCommand, getCommandNames, getNetworkCommandNames } from "just-bash/browser"

/*
 * The shell's library gives what a script wrote at its end, and says nothing before. So every command of it that may
 * take time stands behind one of the same name, which tells that it begins and is otherwise the same:
 *
 *     $ sort -n big.csv
 *     $ curl -s https://example.com/
 */

/** Over at once whatever they are given, and often in loops: to tell of them would take longer than they do. */
const quick = [
  ..."[ alias basename clear date dirname echo expr false history hostname printf pwd true unalias whoami".split(
    " ",
  ),
]
/** So many are told in a second; what begins beyond that is counted. */
const perSecond = 20
const longestLine = 200

/** The commands of the shell, each of which tells a line as it begins; `own` are those that its library lacks. */
export function toldCommands(
  own: readonly Command[],
  isOnline: boolean,
  tell: (text: string) => void,
): Command[] {
  const say = paced(tell)
  const lineOf = (words: readonly string[]) =>
    `$ ${words.join(" ").replace(/\s+/g, " ").slice(0, longestLine)}\n`
  const known = new Set([...quick, ...own.map(({ name }) => name)])
  const bundled = [...getCommandNames(), ...(isOnline ? getNetworkCommandNames() : [])]
    .filter(name => !known.has(name))
    .map(name =>
      defineCommand(name, (args, { origCommand }) => {
        say(lineOf([name, ...args]))
        if (origCommand === undefined) throw new Error(`Expected ${name} to be a command of the library`)
        return origCommand(args)
      }),
    )
  const ours = own.map(command =>
    defineCommand(command.name, (args, context) => {
      say(lineOf([command.name, ...args]))
      return command.execute(args, context)
    }),
  )
  return [...bundled, ...ours]
}

/** Tells no more than anybody can read, and how many it left out. */
function paced(tell: (text: string) => void): (text: string) => void {
  let [second, told, left] = [0, 0, 0]
  return text => {
    const now = Math.floor(performance.now() / 1_000)
    if (now !== second) {
      if (left > 0) tell(`… ${left} more\n`)
      ;[second, told, left] = [now, 0, 0]
    }
    if (told < perSecond) tell(text)
    else left += 1
    told += 1
  }
}
