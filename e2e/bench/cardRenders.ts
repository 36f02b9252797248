/** As much of what React keeps of a component as tells whether it was rendered. */
interface Fiber {
  readonly tag: number
  readonly flags: number
  readonly alternate: Fiber | null
  readonly child: Fiber | null
  readonly sibling: Fiber | null
  readonly stateNode: unknown
}

/**
 * Notes in `window.renderedCards`, from the page's start on, the id of a card each time that React renders anything of
 * it anew. React tells whoever calls himself its developer tools. Handed to the page as text, and so stands alone.
 */
export function noteCardRenders(): void {
  const rendered: string[] = []
  const performedWork = 1
  const components = new Set([0, 11, 15])
  const cardOf = ({ stateNode }: Fiber) =>
    stateNode instanceof HTMLElement && stateNode.classList.contains("react-flow__node")
      ? (stateNode.dataset.id ?? null)
      : null
  const walk = (fiber: Fiber, around: string | null): void => {
    const { alternate, child, flags, tag } = fiber
    const card = cardOf(fiber) ?? around
    if (card !== null && alternate !== null && components.has(tag) && (flags & performedWork) > 0)
      rendered.push(card)
    // Nothing below was touched by this commit.
    if (alternate !== null && alternate.child === child) return
    for (let each = child; each !== null; each = each.sibling) walk(each, card)
  }
  Object.assign(window, {
    renderedCards: rendered,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberUnmount() {},
      onCommitFiberRoot: (_: number, root: { readonly current: Fiber }) => walk(root.current, null),
    },
  })
}

/** The ids of the cards that were rendered since this was asked last. */
export function takeRenderedCards(): string[] {
  const { renderedCards } = window as unknown as { readonly renderedCards: string[] }
  return renderedCards.splice(0)
}
