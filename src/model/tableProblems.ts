import { problemsOf } from "./problems.ts"

/** What can go wrong with tables. */
export const tableProblems = {
  table_bad_name: {
    say: "{table} cannot name a table. Begin with a small letter, and go on with small letters, digits and _.",
  },
  table_key_there: {
    say: "The table {table} has a row with the key {key} already. Choose to skip such rows, or update them.",
  },
  table_no_key: {
    say: "Row {index} has nothing in {field}, which is its key. Fill it in, or leave such rows out.",
  },
  table_not_map: { say: "Row {index} is {what}, and a row is a map. Make it one first." },
  table_too_many: {
    say: "These are {count} rows, more than the {most} that go in at once. Put them in parts.",
  },
  table_long_key: { say: "The key {key} is longer than {most} letters. Choose a shorter field as the key." },
  table_large_row: {
    say: "The row {key} is larger than {most} letters. Write what is large into a file, and its path into the row.",
  },
  table_cannot_set: {
    say: "The row {key} has no place for {field}: something on the way has no fields. Set what is on the way first, or name another field.",
  },
  table_no_condition: {
    say: "No condition says which rows are meant. Add one, or say that all are meant.",
  },
  table_trouble: { say: "The table {table} could not be reached: {why}. Try again." },
} as const

/** Makes a problem of a table. */
export const tableProblem = problemsOf(tableProblems)
