import { expect, test } from "vitest"

/* What can go wrong with a step, what it reaches, and the document: each sentence says what happened and what to do. */

/** Nothing is to be done about these: somebody stopped it. */
const stopped = /_stopped$|^stopped$/

/** What these say ends with the words of another problem, or of the code itself, and those tell what to do. */
const inOtherWords = new Set([
  ...["data_bad_date", "data_bad_yaml", "plugin_bad_template", "code_threw", "code_killed"],
  ...["plugin_unreadable", "plugin_malformed", "plugin_bad_output", "plugin_bad_poll"],
])

/** These say what has to be there, and so what to do, in one sentence. */
const saidAtOnce = new Set(
  "wrong_type out_of_range not_one_of plugin_too_large plugin_no_manifest crypto_no_key".split(" "),
)

const modules = import.meta.glob<object>(
  ["./**/*Problems.ts", "../ports/**/*Problems.ts", "../model/**/*Problems.ts"],
  {
    eager: true,
  },
)
const sentences = Object.entries(modules).flatMap(([path, module]) =>
  Object.values(module)
    .filter(catalogue => typeof catalogue === "object" && catalogue !== null)
    .flatMap(catalogue => Object.entries(catalogue))
    .flatMap(([code, entry]) =>
      typeof entry === "object" && entry !== null && "say" in entry
        ? [{ path, code, say: String(entry.say) }]
        : [],
    ),
)

test("every problem of a step and of a port says what to do", () => {
  expect(sentences.length).toBeGreaterThan(150)
  const silent = sentences.filter(
    ({ code, say }) =>
      !stopped.test(code) &&
      !inOtherWords.has(code) &&
      !saidAtOnce.has(code) &&
      say.split(/[.!?;](?:\s|$)/).filter(Boolean).length < 2,
  )
  expect(silent.map(({ path, code, say }) => `${path} ${code}: ${say}`)).toEqual([])
})
