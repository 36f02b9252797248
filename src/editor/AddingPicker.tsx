import type { KindEntry } from "../model/catalogue.ts"
import { type Added, addAt, addBehind, addIntoWire, becomeKind } from "./building.ts"
import { landingAt } from "./canvas/dropping.ts"
import type { AddTarget } from "./desk.ts"
import { KindPicker } from "./KindPicker.tsx"
import { sizes } from "./scene.ts"
import { useDesk, useDeskState } from "./useBuilder.ts"
import { useEditor, useShownFacts } from "./useEditor.ts"

/** The list of kinds, where something asked for one. */
export default function AddingPicker() {
  const editor = useEditor()
  const desk = useDesk()
  const adding = useDeskState(state => state.adding)
  const { scene } = useShownFacts()
  if (!adding) return null
  const { target, screen } = adding

  function pick(entry: KindEntry, hasMore: boolean) {
    const { workflow } = editor.store.getState().file
    const { catalogue } = editor
    if (target.to === "replace") {
      desk.setState({ adding: null })
      editor.edit(() => becomeKind(workflow, catalogue, target.id, entry))
      return
    }
    const added = addTo(target)
    desk.setState({ adding: hasMore ? { screen, target: { to: "behind", id: added.id } } : null })
    editor.edit(() => added.workflow, { select: [added.id] })

    function addTo(to: Exclude<AddTarget, { to: "replace" }>): Added {
      switch (to.to) {
        case "wire":
          return addIntoWire(workflow, catalogue, entry, to.wire)
        case "behind":
          return addBehind(workflow, catalogue, entry, to.id, scene.within?.id)
        case "outlet":
          return addFrom(to)
        case "place":
          return addOpen(to.at)
      }
    }

    function addFrom({ from, outlet, at }: Extract<AddTarget, { to: "outlet" }>) {
      const node = scene.nodes.find(({ id }) => id === from)
      const landing = landingAt(workflow, scene, at)
      const isBeside = landing.holder === (node?.parent ?? null)
      return addAt(workflow, catalogue, entry, {
        scope: isBeside ? landing.scope : ["steps"],
        at: isBeside ? { x: landing.at.x + sizes.card.width / 2, y: landing.at.y } : null,
        ...(isBeside ? { from, outlet } : {}),
      })
    }

    function addOpen(at: { x: number; y: number }) {
      const landing = landingAt(workflow, scene, at)
      return addAt(workflow, catalogue, entry, { scope: landing.scope, at: landing.at })
    }
  }

  return (
    <KindPicker
      at={screen}
      onPick={pick}
      canGoOn={target.to !== "replace"}
      onClose={() => desk.setState({ adding: null })}
    />
  )
}
