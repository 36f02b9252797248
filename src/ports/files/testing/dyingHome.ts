import type { FileHome } from "../home.ts"

/**
 * A home that dies with its thread once so many changes were made: what is asked of it then is never answered. It is
 * dead once what had been begun before is done.
 */
export function dyingHome(home: FileHome, most: number) {
  const begun: Promise<unknown>[] = []
  let die: () => void = () => {}
  const dead = new Promise<"dead">(go => {
    die = () => void Promise.allSettled(begun).then(() => go("dead"))
  })
  const counted =
    <Given extends readonly unknown[], T>(work: (...given: Given) => Promise<T>) =>
    (...given: Given): Promise<T> => {
      if (begun.length >= most) {
        die()
        return new Promise(() => {})
      }
      const doing = work(...given)
      begun.push(doing)
      return doing
    }
  const { change } = home
  return {
    dead,
    home: {
      ...home,
      write: counted(home.write),
      writeStream: counted(home.writeStream),
      remove: counted(home.remove),
      makeFolder: counted(home.makeFolder),
      ...(change && { change: counted(change.bind(home)) }),
    } satisfies FileHome,
  }
}
