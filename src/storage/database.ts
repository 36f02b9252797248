import Dexie, { type EntityTable, type Table } from "dexie"
import type { Json } from "../lib/json.ts"
import type { RunHead, RunSummary } from "../model/journal.ts"
import type { Expectation, TestReport } from "../model/testCase.ts"
import type { PackRow } from "./packs.ts"
import { leaveUnwatched } from "./unwatched.ts"

/** A workflow as it is kept. */
export interface WorkflowRow {
  readonly id: string
  readonly text: string
  /** Counts writes, so that nothing is overwritten unseen. */
  readonly revision: number
  /** Milliseconds since 1970. */
  readonly changed: number
  /** What lists show of it without reading its text; made by who wrote it. */
  readonly summary: unknown
}

/** What could be undone and redone in a workflow when it was written under this revision; the builder's own. */
export interface TrailRow {
  readonly workflow: string
  readonly revision: number
  readonly trail: unknown
}

/** What the text of a workflow said when it was written under this revision, so that it is drawn before it is read. */
export interface ReadingRow {
  readonly workflow: string
  readonly revision: number
  readonly reading: unknown
}

/** What a workflow and its file in the twin folder both said when they last agreed. */
export interface AgreedRow {
  readonly id: string
  readonly file: string
  readonly text: string
}

/** What a person has marked a workflow with, which is no part of its file. */
export interface MarkRow {
  readonly workflow: string
  readonly isFavourite: boolean
  readonly isArchived: boolean
  /** The number of the version that runs, where another one was published after it. */
  readonly live?: number
}

/** A workflow as it stood when somebody published it, or put another one in its place. Never changed. */
export interface VersionRow {
  readonly workflow: string
  /** Counts the versions of the workflow. */
  readonly number: number
  /** The number under which it was published; null for one that was only kept. */
  readonly published: number | null
  readonly name: string
  readonly note: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A chunk of a run's events as JSON text, or, under number -1, the run's head: so a commit touches one store. */
export type JournalRow =
  | { readonly run: string; readonly seq: number; readonly events: string }
  | { readonly run: string; readonly seq: -1; readonly head: RunHead; readonly unfinished?: 1 }

/** A run as the history finds it. */
export interface RunRow {
  readonly run: string
  readonly workflow: string
  readonly status: string
  readonly startedAt: number
  readonly words: readonly string[]
  readonly summary: RunSummary
  /** The pack that holds it too; where it is loose as well, it has changed since. See `packs.ts`. */
  readonly pack?: number
  readonly loose?: 1
}

/** A large value, and the runs that refer to it. */
export interface BlobRow {
  readonly hash: string
  readonly text: string
  readonly runs: readonly string[]
}

/** What steps keep in the app, by store and key: changed together with the step's outcome. */
export interface KeptRow {
  readonly store: string
  readonly key: string
  readonly value: Json
}

/** A test of a workflow, and what came of it last; what it was recorded from stands apart, for that is large. */
export interface TestRow {
  readonly workflow: string
  readonly name: string
  readonly expect: readonly Expectation[]
  /** When it was kept, or changed. */
  readonly at: number
  readonly last?: { readonly report: TestReport; readonly of: string; readonly at: number }
}

/** The recording of a test, as text. */
export interface CassetteRow {
  readonly workflow: string
  readonly name: string
  readonly made: string
  readonly cassette: string
}

/** What a workflow may do, as grants in text. */
export interface GrantRow {
  readonly workflow: string
  readonly grants: readonly string[]
}

/** What a person tries out with the runs of a workflow: pinned outputs and breakpoints. */
export interface TrialRow {
  readonly workflow: string
  readonly trials: unknown
}

/** A workflow that starts by itself, and since when. */
export interface SwitchRow {
  readonly workflow: string
  readonly since: number
}

/** How far a trigger has come: what was due up to then has been fired, or passed over. */
export interface StandingRow {
  readonly workflow: string
  readonly trigger: string
  readonly since: number
  /** What a trigger that looks for itself remembers. */
  readonly state?: Json
}

/** The folder in which a workflow's files are, or `*` for that of all that have none of their own. */
export interface FolderRow {
  readonly workflow: string
  /** Null where a workflow keeps to the private workspace although there is a folder for all. */
  readonly handle: FileSystemDirectoryHandle | null
  /** When it was picked, or opened anew. */
  readonly opened: number
}

/** A place's sign of life: which engine has which runs in its hands, and when it last said so. */
export interface HeartbeatRow {
  readonly place: string
  readonly at: number
  readonly runs: readonly string[]
}

/** What the user chose, by what it is about. */
export interface SettingRow {
  readonly name: string
  readonly value: unknown
}

/** A plugin that is installed; read by `model/plugins/manifest.ts` whenever it is taken out. */
export interface PluginRow {
  readonly name: string
  readonly version: string
  readonly hash: string
  /** Milliseconds since 1970. */
  readonly installed: number
  readonly text: string
  readonly code: string
  readonly manifest: unknown
}

/** The lock of the vault, or a secret in it: see `vault/vault.ts`, which alone reads these. */
export interface VaultRow {
  readonly id: string
}

/** A workflow as it stood while somebody worked on it: see `snapshots.ts`. */
export interface SnapshotRow {
  readonly workflow: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
}

/** The database of the page. */
export type Database = Dexie & {
  readonly workflows: EntityTable<WorkflowRow, "id">
  readonly journal: Table<JournalRow, [string, number]>
  readonly runs: Table<RunRow, string>
  readonly blobs: Table<BlobRow, string>
  readonly kept: Table<KeptRow, [string, string]>
  readonly versions: Table<VersionRow, [string, number]>
  readonly marks: Table<MarkRow, string>
  readonly heartbeats: Table<HeartbeatRow, string>
  readonly settings: Table<SettingRow, string>
  readonly vault: Table<VaultRow, string>
  readonly grants: Table<GrantRow, string>
  readonly trials: Table<TrialRow, string>
  readonly trails: Table<TrailRow, string>
  readonly readings: Table<ReadingRow, string>
  readonly agreed: Table<AgreedRow, string>
  readonly switches: Table<SwitchRow, string>
  readonly standings: Table<StandingRow, [string, string]>
  readonly tests: Table<TestRow, [string, string]>
  readonly cassettes: Table<CassetteRow, [string, string]>
  readonly packs: Table<PackRow, number>
  readonly folders: Table<FolderRow, string>
  readonly plugins: Table<PluginRow, string>
  readonly snapshots: Table<SnapshotRow, [string, number]>
}

/** Opens the database. Versions are numbered, and old ones stay, so that old data is always read. */
export function createDatabase(name = "rivulet"): Database {
  const database = new Dexie(name, { chromeTransactionDurability: "strict" }) as Database
  database.version(1).stores({
    workflows: "id, changed",
    journal: "[run+seq], unfinished",
    runs: "run, startedAt, [workflow+startedAt], [status+startedAt], [workflow+status+startedAt], *words",
    blobs: "hash, *runs",
    kept: "[store+key]",
    heartbeats: "place",
  })
  database.version(2).stores({
    grants: "workflow",
    versions: "[workflow+number]",
    marks: "workflow",
    settings: "name",
    vault: "id",
  })
  database.version(3).stores({ switches: "workflow", standings: "[workflow+trigger], workflow" })
  database.version(4).stores({ trails: "workflow" })
  database.version(5).stores({ trials: "workflow" })
  database.version(6).stores({
    tests: "[workflow+name]",
    cassettes: "[workflow+name]",
    runs: "run, startedAt, [workflow+startedAt], [status+startedAt], [workflow+status+startedAt], *words, loose",
    packs: "pack",
    agreed: "id",
    folders: "workflow",
    plugins: "name",
  })
  database.version(7).stores({ readings: "workflow" })
  database.version(8).stores({ snapshots: "[workflow+at]" })
  leaveUnwatched(database, ["journal", "runs", "packs", "blobs", "heartbeats"])
  return database
}
