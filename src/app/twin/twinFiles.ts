import { openFile } from "../../format/file.ts"
import type { Catalogue } from "../../model/catalogue.ts"
import { draftOf } from "../draft.ts"
import { readImports } from "../imports.ts"
import type { TwinFiles } from "./twin.ts"

/** Reads and summarises the files of the twin folder. */
export function createTwinFiles(catalogue: Catalogue): TwinFiles {
  return {
    idOf(text) {
      const file = openFile(text)
      return file.readable ? file.workflow.id : null
    },
    draftOfNew(fileName, text, taken) {
      const [item] = readImports([{ fileName, text }], taken)
      return item ? draftOf(item.file, catalogue) : this.draftOf(fileName, text)
    },
    draftOf: (id, text) => ({ ...draftOf(openFile(text), catalogue), id }),
  }
}
