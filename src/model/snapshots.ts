/** Snapshots of a workflow are no closer together than this, in milliseconds. */
export const betweenSnapshots = 60 * 60 * 1000
