/*
 * A folder of the disk that is kept in step with the workflows, one file each. What to do is found from three sides:
 * what is here, what is there, and what both said when they last agreed. Who alone has changed is followed; where both
 * have, or where a file has gone, nothing is done before a person has chosen.
 *
 *     here  agreed  there
 *      b      a      a     ─▶ write the file          a      a      b     ─▶ take the file
 *      b      a      c     ─▶ ask: both changed       a      a      -     ─▶ ask: delete it here too?
 *      -      a      a     ─▶ file into the trash     -      -      a     ─▶ a new workflow
 *
 * An answer only changes what counts as agreed; what follows from it is found by the next look.
 */

/** A workflow as it is here. */
export interface Here {
  readonly id: string
  readonly text: string
  readonly revision: number
}

/** A file as it is there; null for one that is no text or too large. */
export interface There {
  readonly file: string
  readonly text: string | null
}

/** What a workflow and its file both said. */
export interface Agreed {
  readonly id: string
  readonly file: string
  readonly text: string
}

/** What only a person can choose. */
export type TwinQuestion =
  | {
      readonly about: "both_changed"
      readonly id: string
      readonly file: string
      readonly here: string
      readonly there: string
    }
  | { readonly about: "file_gone"; readonly id: string; readonly file: string; readonly here: string }

/** One thing to do, so that both sides say the same. */
export type TwinMove =
  | { readonly do: "agree"; readonly agreed: Agreed }
  | { readonly do: "forget"; readonly id: string }
  /** Writes the file, which still says `over`; null where there is none yet. */
  | { readonly do: "write"; readonly agreed: Agreed; readonly over: string | null }
  /** Puts what the file says in place of the workflow, which is still at the revision. */
  | { readonly do: "take"; readonly agreed: Agreed; readonly revision: number }
  /** Makes a workflow of a file. */
  | { readonly do: "add"; readonly file: string; readonly text: string }
  /** Puts a file out of the way, which still says the text. */
  | { readonly do: "trash"; readonly agreed: Agreed }

/** All that follows from one look at both sides. */
export interface TwinPlan {
  readonly moves: readonly TwinMove[]
  readonly questions: readonly TwinQuestion[]
  /** Files that cannot be read as a workflow, which are left alone. */
  readonly unread: readonly string[]
}

interface Sides {
  readonly here: readonly Here[]
  readonly there: readonly There[]
  readonly agreed: readonly Agreed[]
  /** The id that a text gives itself; null for one that cannot be read. */
  readonly idOf: (text: string) => string | null
}

const ending = ".rivulet.yaml"

/** Whether a file of the folder is one of a workflow. */
export function isWorkflowFile(name: string): boolean {
  return /^[^.].*\.rivulet\.ya?ml$/i.test(name)
}

/** What to do, and what to ask, so that here and there come to say the same. */
export function twinPlan({ here, there, agreed, idOf }: Sides): TwinPlan {
  const files = new Map(there.map(({ file, text }) => [file, text]))
  const rows = new Map(here.map(row => [row.id, row]))
  const known = new Map(agreed.map(each => [each.id, each]))
  const met = new Map<string, string>()
  const strangers: { readonly file: string; readonly text: string }[] = []
  const unread: string[] = []
  const owned = new Set(agreed.map(({ file }) => file))
  for (const { file, text } of there) {
    if (text === null) unread.push(file)
    if (text === null || owned.has(file)) continue
    const id = idOf(text)
    const before = id === null ? undefined : known.get(id)
    if (id === null) unread.push(file)
    else if (before !== undefined && !files.has(before.file)) {
      // The file of the workflow was given another name.
      known.set(id, { ...before, file })
      files.set(file, text)
    } else if (before === undefined && rows.has(id) && !met.has(id)) met.set(id, file)
    else strangers.push({ file, text })
  }

  const moves: TwinMove[] = []
  const questions: TwinQuestion[] = []
  const names = new Set([...files.keys(), ...owned].map(name => name.toLowerCase()))
  for (const id of new Set([...rows.keys(), ...known.keys()])) {
    const before = known.get(id)
    const row = rows.get(id)
    const file = before?.file ?? met.get(id) ?? freeName(id, names)
    const found = files.get(file)
    // What cannot be read now may be readable later: it is neither taken nor written over.
    if (found === null) continue
    if (row) settle(row, file, found, before)
    else if (before) settleDeleted(before, found)
  }
  for (const stranger of strangers) moves.push({ do: "add", ...stranger })
  return { moves, questions, unread }

  function settle(row: Here, file: string, found: string | undefined, before: Agreed | undefined) {
    const { id, text, revision } = row
    const agreement = { id, file, text }
    if (found === undefined) {
      if (before?.text === text) questions.push({ about: "file_gone", id, file, here: text })
      else moves.push({ do: "write", agreed: agreement, over: null })
    } else if (found === text) {
      const isKnown = before?.text === text && owned.has(file)
      if (!isKnown) moves.push({ do: "agree", agreed: agreement })
    } else if (found === before?.text) moves.push({ do: "write", agreed: agreement, over: found })
    else if (text === before?.text) moves.push({ do: "take", agreed: { id, file, text: found }, revision })
    else questions.push({ about: "both_changed", id, file, here: text, there: found })
  }

  function settleDeleted(before: Agreed, found: string | undefined) {
    if (found === before.text) return moves.push({ do: "trash", agreed: before })
    moves.push({ do: "forget", id: before.id })
    if (found !== undefined) strangers.push({ file: before.file, text: found })
  }
}

/** The name of the workflow's file; one that no other file has, however names are compared. */
function freeName(id: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? `${id}${ending}` : `${id}-${number}${ending}`
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}
