import { fileSchema } from "../format/schema.ts"
import { catalogueIn } from "./catalogue.ts"
import { type Command, exit } from "./command.ts"
import { dataFolder, dataOption } from "./run.ts"

/** Prints the JSON Schema of the file, for editors. */
export const schema: Command = {
  name: "schema",
  summary: "Print the JSON Schema of workflow files, for editors",
  takes: "",
  options: { data: dataOption },
  async run(given, io) {
    if (given.files.length > 0) {
      io.complain("This command takes no files.\nSee rivulet schema --help.\n")
      return exit.unusable
    }
    io.out(`${JSON.stringify(fileSchema(await catalogueIn(dataFolder(given).folder)), null, 2)}\n`)
    return exit.fine
  },
}
