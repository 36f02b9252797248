import { useContext, useDeferredValue, useEffect, useMemo, useState } from "react"
import { t } from "../language/t.ts"
import { must } from "../lib/assert.ts"
import type { Result } from "../lib/result.ts"
import type { Comparison } from "../model/compare.ts"
import type { Workflow } from "../model/workflow.ts"
import { useEditorState } from "./useEditor.ts"
import { VersionsContext } from "./versionsContext.ts"

/** A workflow as it stood when it was published, or when another one took its place. */
export interface Version {
  readonly number: number
  /** The number under which it was published; null for one that was only kept. */
  readonly published: number | null
  readonly name: string
  readonly note: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Whether triggers and other workflows start this one. */
  readonly isLive: boolean
  /** It was kept by the way, while somebody worked. Its number is that of the moment. */
  readonly isSnapshot?: boolean
}

/** The versions of the open workflow. Whoever makes the page hands them in. */
export interface Versions {
  /** Calls back with all versions, the latest first, now and whenever something is new of them; gives the way to stop. */
  watch(onVersions: (versions: readonly Version[]) => void): () => void
  /** What is kept by the way; loaded when it is asked for. */
  snapshots(): Promise<Snapshots>
  keep(
    version: Pick<Version, "text" | "name" | "note"> & { readonly publish: boolean },
  ): Promise<Result<unknown, string>>
  /** Makes a published version the one that runs, without a new version. */
  goLive(number: number): Promise<Result<void, string>>
}

/** The open workflow as it stood while somebody worked on it, about once an hour. */
export interface Snapshots {
  /** Calls back with all of them, the latest first, now and whenever there is another; gives the way to stop. */
  watch(onVersions: (versions: readonly Version[]) => void): () => void
  /** Keeps a text, where that is due and a run could tell it from the last one; gives whether it was kept. */
  take(text: string): Promise<boolean>
}

/** The versions of the open workflow. */
export function useVersions(): Versions {
  return must(useContext(VersionsContext), "versions around this component")
}

/** All versions, the latest first; null until they have been read. */
export function useVersionList(): readonly Version[] | null {
  const versions = useVersions()
  const [list, setList] = useState<readonly Version[] | null>(null)
  useEffect(() => versions.watch(setList), [versions])
  return list
}

/** What was kept by the way, the latest first, while it is asked for; null until it has been read. */
export function useSnapshotList(isAsked: boolean): readonly Version[] | null {
  const versions = useVersions()
  const [list, setList] = useState<readonly Version[] | null>(null)
  useEffect(() => {
    if (!isAsked) return
    let stop: (() => void) | null = null
    let isOpen = true
    void versions.snapshots().then(({ watch }) => {
      if (isOpen) stop = watch(setList)
    })
    return () => {
      isOpen = false
      stop?.()
    }
  }, [versions, isAsked])
  return isAsked ? list : null
}

/** What the draft says otherwise than a version. It comes a moment after an edit, so that typing never waits. */
export function useComparison(
  version: Version | undefined,
): { before: Workflow; found: Comparison; count: number } | null {
  const workflow = useDeferredValue(useEditorState(state => state.file.workflow))
  const text = version?.text
  const [compared, setCompared] = useState<{ before: Workflow; by: CompareModule } | null>(null)
  useEffect(() => {
    setCompared(null)
    if (text === undefined) return
    let isAsked = true
    void Promise.all([import("../format/file.ts"), import("../model/compare.ts")]).then(
      ([{ openFile }, by]) => isAsked && setCompared({ before: openFile(text).workflow, by }),
    )
    return () => {
      isAsked = false
    }
  }, [text])
  return useMemo(() => {
    if (compared === null) return null
    const { before, by } = compared
    const found = by.compareWorkflows(before, workflow)
    return { before, found, count: by.countDifferences(found) }
  }, [compared, workflow])
}

type CompareModule = typeof import("../model/compare.ts")

/** The number that the next version is published under. */
export function nextNumber(list: readonly Version[] | null): number {
  return Math.max(0, ...(list ?? []).map(({ published }) => published ?? 0)) + 1
}

/** What a version is called. */
export function versionName({ published, number, name, isSnapshot }: Version): string {
  if (isSnapshot) return t`Snapshot`
  const mark = published === null ? t`Kept ${number}` : `v${published}`
  return name === "" ? mark : `${mark} · ${name}`
}
