/**
 * Keeps what turns in step, wherever it stands and whenever it began: all of it is then drawn in the same few frames of
 * a second. Each in a time of its own, five cards that wait would have the page drawn with every frame, and where the
 * processor draws, nothing else keeps up.
 */
export function keepInStep(document: Document): void {
  document.addEventListener("animationstart", ({ animationName, target }) => {
    if (animationName !== "turn" || !(target instanceof Element)) return
    for (const animation of target.getAnimations()) {
      // One that rests would be set going by it.
      if (animation.playState === "running") animation.startTime = 0
    }
  })
}
