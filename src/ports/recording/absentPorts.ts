import { err } from "../../lib/result.ts"
import type { Answer, Ports } from "../../model/ports.ts"
import { unsent } from "../sent.ts"
import { recordingProblem } from "./recordingProblems.ts"

const absent =
  <T>(what: string) =>
  async (): Answer<T> =>
    err(unsent(recordingProblem("port_absent", { what })))

/** Ports that reach nobody: what stands around them may answer in their place. */
export const absentPorts: Omit<Ports, "files" | "clock" | "random" | "code" | "steps" | "jobs"> = {
  git: {
    init: absent("git.init"),
    clone: absent("git.clone"),
    status: absent("git.status"),
    log: absent("git.log"),
    diff: absent("git.diff"),
    add: absent("git.add"),
    commit: absent("git.commit"),
    branch: absent("git.branch"),
    checkout: absent("git.checkout"),
    merge: absent("git.merge"),
    fetch: absent("git.fetch"),
    push: absent("git.push"),
    pull: absent("git.pull"),
  },
  shell: { run: absent("shell.run") },
  http: { send: absent("http.send"), open: absent("http.open") },
  ai: { chat: absent("ai.chat"), embed: absent("ai.embed") },
  notify: {
    show: absent("notify.show"),
    webhook: absent("notify.webhook"),
    draft: absent("notify.draft"),
    chat: absent("notify.chat"),
  },
  events: { emit: absent("events.emit") },
  crypto: { digest: absent("crypto.digest"), sign: absent("crypto.sign"), verify: absent("crypto.verify") },
  tables: { rows: absent("tables.rows"), change: absent("tables.change") },
}
