import type { RunNote } from "../runs/runService.ts"

/** Puts a note behind the others: what a step streams joins what it streamed before, for several say things in turns. */
export function withNote(notes: RunNote[], note: RunNote): void {
  const at = note.note.type === "text" ? notes.findLastIndex(before => isSamePlace(note, before)) : -1
  const last = notes[at]
  if (last?.note.type === "text" && note.note.type === "text")
    notes[at] = { ...note, note: { type: "text", text: last.note.text + note.note.text } }
  else notes.push(note)
}

function isSamePlace(a: RunNote, b: RunNote): boolean {
  return a.in === b.in && a.step === b.step && a.visit === b.visit && a.task === b.task && a.call === b.call
}
