/*
 * A map in the order of its keys that never changes: whoever wants it otherwise gets another one, which shares all but
 * the few nodes on the way to what differs. So each of many readers can keep the map as it was when he began, while it
 * grows for others, and nobody copies it.
 *
 *     const one = emptySortedMap<number>().with("b", 1)
 *     const two = one.with("a", 2)                          // one still has "b" alone
 *     two.from("aa")                                        // ["b", 1]
 */

/** A map in the order of its keys that never changes. */
export interface SortedMap<Value> {
  get(key: string): Value | undefined
  /** The first entry whose key is the one given or comes after it. */
  from(key: string): readonly [key: string, value: Value] | undefined
  /** The map with the value at the key. */
  with(key: string, value: Value): SortedMap<Value>
}

/** The two sides of a node differ by one level at most, so that every way down is short. */
interface Node<Value> {
  readonly key: string
  readonly value: Value
  readonly height: number
  readonly left: Node<Value> | null
  readonly right: Node<Value> | null
}

/** A map with nothing in it. */
export function emptySortedMap<Value>(): SortedMap<Value> {
  return mapOf<Value>(null)
}

function mapOf<Value>(root: Node<Value> | null): SortedMap<Value> {
  return {
    get(key) {
      let node = root
      while (node !== null && node.key !== key) node = key < node.key ? node.left : node.right
      return node?.value
    },
    from(key) {
      let found: Node<Value> | undefined
      let node = root
      while (node !== null) {
        if (node.key >= key) found = node
        node = node.key >= key ? node.left : node.right
      }
      return found && [found.key, found.value]
    },
    with: (key, value) => mapOf(put(root, key, value)),
  }
}

function put<Value>(node: Node<Value> | null, key: string, value: Value): Node<Value> {
  if (node === null) return nodeOf(key, value, null, null)
  if (key === node.key) return nodeOf(key, value, node.left, node.right)
  return key < node.key
    ? balanced(node, put(node.left, key, value), node.right)
    : balanced(node, node.left, put(node.right, key, value))
}

/** The node between other sides, one of which may be a level too high. */
function balanced<Value>(
  { key, value }: Node<Value>,
  left: Node<Value> | null,
  right: Node<Value> | null,
): Node<Value> {
  if (left !== null && heightOf(left) > heightOf(right) + 1) {
    const { left: outer, right: inner } = left
    if (inner === null || heightOf(outer) >= heightOf(inner))
      return nodeOf(left.key, left.value, outer, nodeOf(key, value, inner, right))
    const low = nodeOf(left.key, left.value, outer, inner.left)
    return nodeOf(inner.key, inner.value, low, nodeOf(key, value, inner.right, right))
  }
  if (right !== null && heightOf(right) > heightOf(left) + 1) {
    const { left: inner, right: outer } = right
    if (inner === null || heightOf(outer) >= heightOf(inner))
      return nodeOf(right.key, right.value, nodeOf(key, value, left, inner), outer)
    const high = nodeOf(right.key, right.value, inner.right, outer)
    return nodeOf(inner.key, inner.value, nodeOf(key, value, left, inner.left), high)
  }
  return nodeOf(key, value, left, right)
}

function nodeOf<Value>(
  key: string,
  value: Value,
  left: Node<Value> | null,
  right: Node<Value> | null,
): Node<Value> {
  return { key, value, height: 1 + Math.max(heightOf(left), heightOf(right)), left, right }
}

function heightOf(node: Node<unknown> | null): number {
  return node?.height ?? 0
}
