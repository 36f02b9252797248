/* Figures about texts. Everything is computed from what is given: nothing outside is used. */

const text = { type: "string", description: "The text" }

export default {
  plugin: 1,
  name: "text",
  version: "1.0.0",
  title: "Text statistics",
  summary: "Counts, measures and finds the words of a text",
  author: "Rivulet",
  licence: "MIT",
  docs: "Figures about texts, computed on the spot: no power is needed, and nothing leaves this computer.",
  actions: {
    count: {
      title: "Count words",
      summary: "Counts letters, words, sentences and the time to read them",
      icon: "sigma",
      group: "data",
      effect: "pure",
      card: "{{ text }}",
      input: {
        type: "object",
        properties: {
          text,
          wordsPerMinute: { type: "integer", minimum: 50, maximum: 1000, default: 230, description: "How fast one reads" },
        },
        required: ["text"],
      },
      hints: { text: { widget: "multiline" }, wordsPerMinute: { label: "Words per minute", advanced: true } },
      outlets: {
        success: {
          type: "object",
          properties: {
            letters: { type: "integer" },
            words: { type: "integer" },
            sentences: { type: "integer" },
            paragraphs: { type: "integer" },
            minutes: { type: "number" },
          },
          required: ["letters", "words", "sentences", "paragraphs", "minutes"],
        },
      },
      docs: "- **success**: the counts, and `minutes`, the time that it takes to read the text.",
      examples: [
        {
          title: "Two sentences",
          with: { text: "Hello there. How are you?", wordsPerMinute: 100 },
          outlets: { success: { letters: 25, words: 5, sentences: 2, paragraphs: 1, minutes: 0.05 } },
        },
        {
          title: "No text",
          with: { text: "" },
          outlets: { success: { letters: 0, words: 0, sentences: 0, paragraphs: 0, minutes: 0 } },
        },
      ],
      run({ text: given, wordsPerMinute }) {
        const words = wordsOf(given).length
        return {
          letters: [...given].length,
          words,
          sentences: sentencesOf(given).length,
          paragraphs: given.split(/\n\s*\n/).filter(part => part.trim() !== "").length,
          minutes: words / wordsPerMinute,
        }
      },
    },
    "top-words": {
      title: "Find frequent words",
      summary: "Lists the words that a text uses most",
      icon: "list-filter",
      group: "data",
      effect: "pure",
      card: "{{ text }}",
      input: {
        type: "object",
        properties: {
          text,
          most: { type: "integer", minimum: 1, maximum: 1000, default: 10, description: "How many to list" },
          atLeast: { type: "integer", minimum: 1, maximum: 50, default: 4, description: "Letters that a word has at least" },
        },
        required: ["text"],
      },
      hints: { text: { widget: "multiline" }, atLeast: { label: "Letters at least", advanced: true } },
      outlets: {
        success: {
          type: "array",
          items: {
            type: "object",
            properties: { word: { type: "string" }, count: { type: "integer" } },
            required: ["word", "count"],
          },
        },
      },
      docs: "- **success**: the words with how often each stands in the text, the most frequent first, then by letters.",
      examples: [
        {
          title: "The two most frequent",
          with: { text: "Water under the bridge, water over the bridge, water.", most: 2 },
          outlets: {
            success: [
              { word: "water", count: 3 },
              { word: "bridge", count: 2 },
            ],
          },
        },
        { title: "Names that objects have", with: { text: "constructor", most: 1 }, outlets: { success: [{ word: "constructor", count: 1 }] } },
      ],
      run({ text: given, most, atLeast }) {
        const counts = new Map()
        for (const word of wordsOf(given.toLowerCase()))
          if ([...word].length >= atLeast) counts.set(word, (counts.get(word) ?? 0) + 1)
        return [...counts]
          .map(([word, count]) => ({ word, count }))
          .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
          .slice(0, most)
      },
    },
    readability: {
      title: "Measure readability",
      summary: "Says how easily an English text is read",
      icon: "gauge",
      group: "data",
      effect: "pure",
      card: "{{ text }}",
      input: {
        type: "object",
        properties: {
          text,
          limit: { type: "number", default: 50, description: "The ease from which on it counts as easy" },
        },
        required: ["text"],
      },
      hints: { text: { widget: "multiline" } },
      outlets: {
        easy: {
          type: "object",
          properties: { ease: { type: "number" }, wordsPerSentence: { type: "number" }, syllablesPerWord: { type: "number" } },
          required: ["ease", "wordsPerSentence", "syllablesPerWord"],
        },
        hard: {},
      },
      docs: `Flesch's reading ease: about 100 for what a child reads, about 0 for a contract.

- **easy**: the ease is at the limit or above.
- **hard**: it is below.`,
      examples: [
        { title: "Short words", with: { text: "The cat sat on the mat." }, outlets: { easy: { ease: 116.1, wordsPerSentence: 6, syllablesPerWord: 1 } } },
        {
          title: "Long ones",
          with: { text: "Organisational responsibilities necessitate comprehensive documentation." },
          outlets: { hard: {} },
        },
      ],
      run({ text: given, limit }, { leave }) {
        const words = wordsOf(given)
        const sentences = Math.max(1, sentencesOf(given).length)
        const count = Math.max(1, words.length)
        const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0)
        const wordsPerSentence = words.length / sentences
        const syllablesPerWord = syllables / count
        const ease = Math.round((206.835 - 1.015 * wordsPerSentence - 84.6 * syllablesPerWord) * 10) / 10
        return leave(ease >= limit ? "easy" : "hard", { ease, wordsPerSentence, syllablesPerWord })
      },
    },
  },
  templates: [
    `rivulet: 1
id: how-it-reads
name: How it reads
description: Counts a text's words, lists the most frequent, and says whether it reads easily.
tags: [text]
inputs:
  text:
    type: string
    title: Text
    multiline: true
    required: true
    default: The river runs to the sea. It does not hurry, and it does not rest.
triggers:
  - { id: by_hand, type: manual }
steps:
  - id: count
    name: Count its words
    kind: text.count
    with: { text: "{{ inputs.text }}" }
    next: measure
  - id: measure
    name: Does it read easily?
    kind: text.readability
    with: { text: "{{ inputs.text }}" }
    next: { easy: say_easy, hard: frequent }
  - id: frequent
    name: Which words does it use?
    kind: text.top-words
    with: { text: "{{ inputs.text }}", most: 5 }
    next: say_hard
  - id: say_easy
    name: Say that it is easy
    kind: log
    with: { message: "{{ steps.count.output.words }} words that read easily" }
  - id: say_hard
    name: Say that it is hard
    kind: log
    with: { message: "{{ steps.count.output.words }} words that read hard", data: "{{ incoming }}" }
output: "{{ steps.count.output.words }}"
`,
  ],
}

function wordsOf(text) {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []
}

function sentencesOf(text) {
  return text.split(/[.!?…]+/).filter(part => /[\p{L}\p{N}]/u.test(part))
}

function syllablesIn(word) {
  const plain = word.toLowerCase().replace(/[^a-z]/g, "")
  const groups = plain.replace(/(?:[^laeiouy]es|[^laeiouy]e|ed)$/, "").match(/[aeiouy]+/g)
  return Math.max(1, groups?.length ?? 0)
}
