/** Where what workflows may do is kept, by the workflow's id: grants as text, as `model/grants.ts` writes them. */
export interface GrantHome {
  /** What no workflow has to be granted here: its own workspace, for one. */
  readonly given: readonly string[]
  of(workflow: string): Promise<readonly string[]>
  allow(workflow: string, grants: readonly string[]): Promise<void>
  /** Takes grants back; all of the workflow's if none are named. */
  revoke(workflow: string, grants?: readonly string[]): Promise<void>
  /** Calls back with all workflows that have grants, now and whenever one changes in any tab. */
  watch(onGrants: (grants: ReadonlyMap<string, readonly string[]>) => void): () => void
}
