import { useEffect, useState } from "react"
import { useServices } from "../services.ts"

/** A folder of the disk in which workflows work. */
export interface PickedFolder {
  readonly name: string
  /** Whether the page may use it without asking: browsers close folders when the last tab goes. */
  readonly isOpen: boolean
}

/** The name under which the folder for all workflows stands. */
export const everyWorkflow = "*"

/** Folders by workflow; null for one that keeps to the private workspace. */
export type FolderMap = ReadonlyMap<string, PickedFolder | null>

/** In which folders workflows work. */
export interface FolderService {
  /** Whether this browser lets pages open folders at all. */
  readonly canPick: boolean
  /** Calls back now, and whenever something about folders changes in any tab. */
  watch(hear: (folders: FolderMap) => void): () => void
  /** Lets the person pick a folder for the workflow; only in answer to a click. */
  pick(workflow: string): Promise<"picked" | "dismissed" | "refused">
  /** Asks to use the folder again; only in answer to a click. */
  open(workflow: string): Promise<boolean>
  /** Lets the workflow keep to the private workspace, whatever holds for all. */
  keepPrivate(workflow: string): Promise<void>
  /** Goes back to what holds for all. */
  drop(workflow: string): Promise<void>
}

/** Where a workflow keeps its files. */
export interface Whereabouts {
  /** Null for the private workspace. */
  readonly folder: PickedFolder | null
  /** Whether that was chosen for this workflow, and does not merely hold for all. */
  readonly isOwn: boolean
}

/** All folders; null until they are known. */
export function useFolders(): FolderMap | null {
  const { folders } = useServices()
  const [all, setAll] = useState<FolderMap | null>(null)
  useEffect(() => folders.watch(setAll), [folders])
  return all
}

/** Where the workflow keeps its files. */
export function whereabouts(folders: FolderMap | null, workflow: string): Whereabouts {
  const own = folders?.get(workflow)
  if (own !== undefined) return { folder: own, isOwn: true }
  return { folder: folders?.get(everyWorkflow) ?? null, isOwn: false }
}
