import fc from "fast-check"
import type { Next, Step, WireSpec, Workflow } from "../workflow.ts"

/** What a generated step is made of, before ids are given and wires can lead anywhere. */
interface Seed {
  readonly kind: string
  readonly form: "none" | "end" | "plain" | "list" | "full" | "outlets"
  readonly targets: readonly number[]
  readonly mentions: number
  readonly extras: Partial<Step>
  readonly inside: readonly Seed[] | null
}

const seeds = fc.letrec<{ scope: readonly Seed[]; seed: Seed }>(tie => ({
  scope: fc.array(tie("seed"), { maxLength: 5 }),
  seed: fc.record({
    kind: fc.constantFrom("log", "condition", "file.read", "wait"),
    form: fc.constantFrom("none", "none", "end", "plain", "list", "full", "outlets"),
    targets: fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 4 }),
    mentions: fc.nat({ max: 30 }),
    extras: fc.constantFrom<Partial<Step>>(
      {},
      { name: "A name", note: "Why" },
      { disabled: true, timeout: "5m" },
      { retry: [{ on: "*", attempts: 3, delay: "1s" }], onError: { default: null } },
      { join: { atLeast: 2 }, visits: 7, budget: { usd: 0.5 } },
    ),
    inside: fc.option(tie("scope"), { maxDepth: 2, depthSize: "small" }),
  }),
})).scope

/** Random workflows that are valid: containers in containers, every form of `next`, templates, notes, layout. */
export const arbitraryWorkflow: fc.Arbitrary<Workflow> = fc
  .record({
    steps: seeds,
    failure: fc.option(seeds, { nil: undefined, freq: 4 }),
    hasLayout: fc.boolean(),
    start: fc.option(fc.nat({ max: 10 }), { nil: undefined }),
  })
  .map(({ steps, failure, hasLayout, start }) => {
    const ids = idGiver()
    const root = grow(steps, ids)
    const cleanUp = failure === undefined ? undefined : grow(failure, ids)
    const target = start === undefined ? undefined : root[start % Math.max(1, root.length)]?.id
    return {
      rivulet: 1,
      id: "generated",
      name: "Generated",
      inputs: { limit: { type: "integer", default: 3 } },
      variables: { count: 0 },
      triggers: [{ id: "by_hand", type: "manual", ...(target === undefined ? {} : { next: target }) }],
      steps: root,
      ...(cleanUp === undefined ? {} : { failure: cleanUp }),
      output: "{{ steps.s0.output }}",
      notes: [{ text: "A note", at: [0, 0] }],
      ...(hasLayout
        ? { layout: Object.fromEntries(root.map(({ id }, index) => [id, [index * 100, 0]])) }
        : {}),
    } satisfies Workflow
  })

function idGiver(): () => string {
  let count = 0
  return () => `s${count++}`
}

function grow(scope: readonly Seed[], giveId: () => string): Step[] {
  const ids = scope.map(() => giveId())
  return scope.map((seed, index) => {
    const targets = seed.targets.map(target => ids[target % ids.length] ?? "")
    const next = nextOf(seed.form, targets)
    return {
      id: ids[index] ?? "",
      kind: seed.inside === null ? seed.kind : "group",
      with: {
        message: `Saw {{ steps.s${seed.mentions}.output.x + inputs.limit }}`,
        count: "{{ vars.count }}",
      },
      ...seed.extras,
      ...(seed.inside === null ? {} : { steps: grow(seed.inside, giveId) }),
      ...(next === undefined ? {} : { next }),
    }
  })
}

function nextOf(form: Seed["form"], targets: readonly string[]): Next | undefined {
  const [first = "", ...rest] = targets
  const full: WireSpec = { to: first, when: "{{ steps.s1.output > 1 }}", after: "1m" }
  switch (form) {
    case "none":
      return undefined
    case "end":
      return []
    case "plain":
      return first
    case "list":
      return [...new Set(targets)]
    case "full":
      return full
    case "outlets":
      return {
        true: [full, ...new Set(rest.filter(id => id !== first))],
        failure: { to: first, when: "else" },
      }
  }
}
