import { type Grant, grantOf } from "../model/grants.ts"
import { simulatedProvider } from "../ports/ai/simulated.ts"
import { givenWithTheWorkspace } from "../ports/grants/grantedPorts.ts"

/** What nobody has to be asked for in a page: the workspace, and a model that is none. */
export const givenHere: readonly Grant[] = [...givenWithTheWorkspace, grantOf("ai", simulatedProvider)]

/** The same where files are in a folder that was picked for all workflows: a stranger's may not just look into it. */
export const givenInShared: readonly Grant[] = givenHere.filter(({ power }) => power !== "files")
