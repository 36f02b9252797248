import type { LibraryEntry } from "./entry.ts"

/** Functions that are languages of their own. They take as long as their text says, so only the sandbox has them. */
export const queryFunctions: readonly LibraryEntry[] = [
  {
    name: "jsonata",
    signature: "jsonata(text, value)",
    doc: "What the JSONata query gives for the value; null where it finds nothing.",
    examples: [
      { expression: 'jsonata("$sum(items.price)", { items: [{ price: 3 }, { price: 4 }] })', gives: 7 },
      {
        expression: "jsonata(\"items[n > 1].name\", { items: [{ n: 1 }, { n: 2, name: 'b' }] })",
        gives: "b",
      },
    ],
    run: null,
  },
]
