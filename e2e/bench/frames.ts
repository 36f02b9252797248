/* How smoothly a page goes, counted in it. Each is handed to the page as text, and so stands alone. */

/** How many frames a second were drawn, and how long the longest took. */
export interface Frames {
  readonly perSecond: number
  readonly worst: number
}

/** Counts the frames of so many milliseconds. */
export async function framesFor(milliseconds: number): Promise<Frames> {
  const frame = () => new Promise<number>(go => requestAnimationFrame(go))
  const started = await frame()
  let [last, count, worst] = [started, 0, 0]
  while (last - started < milliseconds) {
    const now = await frame()
    worst = Math.max(worst, now - last)
    last = now
    count++
  }
  return { perSecond: (count * 1_000) / (last - started), worst }
}

/** How long moves of the mouse wait until the page hears of them, for so many milliseconds. */
export async function inputDelays(milliseconds: number): Promise<{ readonly median: number }> {
  const delays: number[] = []
  const hear = (event: Event) => delays.push(performance.now() - event.timeStamp)
  addEventListener("mousemove", hear, { capture: true })
  await new Promise(go => setTimeout(go, milliseconds))
  removeEventListener("mousemove", hear, { capture: true })
  delays.sort((a, b) => a - b)
  return { median: delays[delays.length >> 1] ?? Number.NaN }
}

/** Scrolls the longest list of the run panel from its top, a screen a frame, and counts the frames. */
export async function scrollFrames(): Promise<Frames> {
  const frame = () => new Promise<number>(go => requestAnimationFrame(go))
  const all = [...document.querySelectorAll<HTMLElement>('[aria-label="The run"] *')]
  const longest = all
    .filter(each => getComputedStyle(each).overflowY !== "visible")
    .sort((a, b) => b.scrollHeight - a.scrollHeight)[0]
  if (longest === undefined || longest.scrollHeight < 20_000)
    throw new Error(`Expected a long list but got ${longest?.scrollHeight} pixels`)
  longest.scrollTop = 0
  const started = await frame()
  let [last, worst] = [started, 0]
  const frames = 120
  for (let at = 1; at <= frames; at++) {
    longest.scrollTop = (longest.scrollHeight * at) / frames / 2 + at * 180
    const now = await frame()
    worst = Math.max(worst, now - last)
    last = now
  }
  return { perSecond: (frames * 1_000) / (last - started), worst }
}
