/** A page that nobody looks at has no frames: so long, in milliseconds, they are waited for. */
const longestFrames = 2_000

/** Runs once what is there now is on the screen: boxes come to it a frame after the page. Gives the way to call it off. */
export function oncePainted(run: () => void): () => void {
  const act = () => {
    cancelAnimationFrame(frame)
    run()
  }
  let timer = setTimeout(act, longestFrames)
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      clearTimeout(timer)
      timer = setTimeout(act)
    })
  })
  return () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
}

/** Loads it so that what is there now is on the screen before. */
export function afterPaint<Part>(load: () => Promise<Part>): () => Promise<Part> {
  return async () => {
    await new Promise<void>(oncePainted)
    return load()
  }
}
