import type { Outside } from "../engine/loop/loopParts.ts"
import { covers, parseGrant } from "../model/grants.ts"
import { isOpen, type PickedFolder } from "../ports/files/pickedFolder.ts"
import { type FolderStore, folderFor } from "../storage/folders.ts"
import type { GrantStore } from "../storage/grants.ts"

/** Lets runs hear that a person has opened a folder again which the browser had closed. */
export function hearingFolders(outside: Outside, folders: Pick<FolderStore, "watch">): Outside {
  return {
    listen(place, wait, answer) {
      if (wait.for !== "grant" || wait.pattern !== "folder") return outside.listen(place, wait, answer)
      return folders.watch(async all => {
        // A workflow that was put into another folder, or into none, goes on there.
        const handle = folderFor(all, place.workflow) as PickedFolder | null
        if (handle === null || (await isOpen(handle))) answer({})
      })
    },
  }
}

/** Lets runs hear of grants too: a grant that is kept in any tab lets go on what waits for it. */
export function hearingGrants(outside: Outside, grants: Pick<GrantStore, "watch">): Outside {
  return {
    listen(place, wait, answer) {
      if (wait.for !== "grant") return outside.listen(place, wait, answer)
      const wanted = parseGrant(wait.pattern)
      return grants.watch(all => {
        const isGiven = (text: string): boolean => {
          const grant = parseGrant(text)
          return grant.ok && wanted.ok && covers(grant.value, wanted.value)
        }
        if (all.get(place.workflow)?.some(isGiven)) answer({})
      })
    },
  }
}
