import { fileSchema } from "../format/schema.ts"
import { catalogue } from "./catalogue.ts"
import { type Command, exit } from "./command.ts"

/** Prints the JSON Schema of the file, for editors. */
export const schema: Command = {
  name: "schema",
  summary: "Print the JSON Schema of workflow files, for editors",
  takes: "",
  options: {},
  async run({ files }, io) {
    if (files.length > 0) {
      io.complain("This command takes no files.\nSee rivulet schema --help.\n")
      return exit.unusable
    }
    io.out(`${JSON.stringify(fileSchema(catalogue), null, 2)}\n`)
    return exit.fine
  },
}
