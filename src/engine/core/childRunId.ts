/** The id of the run that a step of this run starts: the same after every crash. */
export function childRunId(run: string, key: string): string {
  return `${run.slice(0, 40)}-${mixed(key, 0x811c9dc5)}${mixed(key, 0x1b873593)}`
}

/** The seed of a run that another one starts: the same after every crash. */
export function seedOfChild(run: string): number {
  return Number.parseInt(mixed(run, 0x2545f491), 36)
}

function mixed(text: string, from: number): string {
  let mixed = from
  for (let at = 0; at < text.length; at++) mixed = Math.imul(mixed ^ text.charCodeAt(at), 0x01000193) >>> 0
  return mixed.toString(36)
}
