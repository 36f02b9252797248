import { err, type Result } from "../../lib/result.ts"
import { type Address, parseAddress } from "../../model/address.ts"
import { covers, type Grant, grantMissing, grantOf, grantOfAddress } from "../../model/grants.ts"
import { coversAddress } from "../../model/hostPattern.ts"
import type {
  AiPort,
  CryptoPort,
  FilesPort,
  GitPort,
  HttpPort,
  HttpRequest,
  NotifyPort,
  Ports,
  ShellPort,
} from "../../model/ports.ts"
import type { Problem } from "../../model/problems.ts"
import { tokenNames } from "../../syntax/secretTokens.ts"
import { knownAddress } from "../http/prepareRequest.ts"
import { unsent } from "../sent.ts"

/*
 * Powers are enforced where they are: around each port stands one that asks for the grant first, and hands on only
 * what was granted. Steps, and those who computed the powers, may be as wrong as they like.
 *
 *     grantedPorts({ http, shell }, () => grants).shell?.run({ command: "ls" })     // grant_missing: shell
 *
 * What stays on this computer asks for nothing here: git's own work on the workspace, and messages to the person at
 * it (a line, a draft, the chat). A run in the terminal was given its workspace by whoever started it, so there
 * `givenWithTheWorkspace` is among the grants.
 */

/** What is granted now. It may grow while a run is under way. */
export type Grants = () => readonly Grant[] | Promise<readonly Grant[]>

/**
 * What a run may do to the workspace that it was given. Commits are exchanged by requests, and these ask for the host,
 * wherever a remote of this name leads: asked by its name as well, people would be asked twice.
 */
export const givenWithTheWorkspace: readonly Grant[] = [grantOf("files"), grantOf("git")]

/** The problem that none of these is granted; null where all are. */
async function refusal(grants: Grants, ...wanted: readonly Grant[]): Promise<Problem | null> {
  const granted = await grants()
  const missing = wanted.find(one => !granted.some(grant => covers(grant, one)))
  return missing ? grantMissing(missing) : null
}

/** Asks whether an address may be reached: for ports that follow where a server sends on to, or a name leads to. */
export function reachOf(grants: () => readonly Grant[]): (address: Address) => Problem | null {
  return address => {
    const isGranted = grants().some(({ hosts }) => hosts && coversAddress(hosts, address))
    return isGranted ? null : grantMissing(grantOfAddress(address))
  }
}

/** The ports, each behind its grants. */
export function grantedPorts(ports: Partial<Ports>, grants: Grants): Partial<Ports> {
  return {
    ...ports,
    ...(ports.http && { http: grantedHttp(ports.http, grants) }),
    ...(ports.shell && { shell: grantedShell(ports.shell, grants) }),
    ...(ports.files && { files: grantedFiles(ports.files, grants) }),
    ...(ports.ai && { ai: grantedAi(ports.ai, grants) }),
    ...(ports.git && { git: grantedGit(ports.git, grants) }),
    ...(ports.crypto && { crypto: grantedCrypto(ports.crypto, grants) }),
    ...(ports.notify && { notify: grantedNotify(ports.notify, grants) }),
  }
}

/** Does the work if nothing is missing; else nothing was sent. */
async function unless<T>(
  missing: Problem | Promise<Problem | null>,
  work: () => Promise<Result<T, Problem>>,
) {
  const problem = await missing
  return problem ? err(unsent(problem)) : work()
}

function secretGrant(name: string | undefined): readonly Grant[] {
  return name === undefined ? [] : [grantOf("secret", name)]
}

function grantedHttp(http: HttpPort, grants: Grants): HttpPort {
  async function missing(request: HttpRequest): Promise<Problem | null> {
    const address = knownAddress(request.url)
    if (!address.ok) return address.error
    const host = address.value ? [grantOfAddress(address.value)] : []
    return refusal(grants, ...host, ...secretsOf(request).map(name => grantOf("secret", name)))
  }
  return {
    send: (request, signal) => unless(missing(request), () => http.send(request, signal)),
    open: (request, signal) => unless(missing(request), () => http.open(request, signal)),
  }
}

/** The names of all secrets that the request carries. */
function secretsOf({ url, headers = {}, body, secret }: HttpRequest): string[] {
  const texts = [url, ...Object.values(headers), ...(typeof body === "string" ? [body] : [])]
  return [...(secret === undefined ? [] : [secret]), ...texts.flatMap(tokenNames)]
}

function grantedShell(shell: ShellPort, grants: Grants): ShellPort {
  return {
    run: (options, signal) => unless(refusal(grants, grantOf("shell")), () => shell.run(options, signal)),
  }
}

function grantedFiles(files: FilesPort, grants: Grants): FilesPort {
  const reading = <T>(work: () => Promise<Result<T, Problem>>) =>
    unless(refusal(grants, grantOf("files", "read")), work)
  const writing = <T>(work: () => Promise<Result<T, Problem>>) =>
    unless(refusal(grants, grantOf("files", "write")), work)
  return {
    read: path => reading(() => files.read(path)),
    readText: path => reading(() => files.readText(path)),
    readStream: path => reading(() => files.readStream(path)),
    list: glob => reading(() => files.list(glob)),
    info: path => reading(() => files.info(path)),
    write: (path, content) => writing(() => files.write(path, content)),
    async writeStream(path, bytes) {
      const written = await writing(() => files.writeStream(path, bytes))
      // What nobody takes is left to nobody: its source is told so.
      if (!written.ok && !bytes.locked) await bytes.cancel().catch(() => {})
      return written
    },
    append: (path, content) => writing(() => files.append(path, content)),
    move: (from, to, watch) => writing(() => files.move(from, to, watch)),
    copy: (from, to, watch) => writing(() => files.copy(from, to, watch)),
    remove: path => writing(() => files.remove(path)),
    makeFolder: path => writing(() => files.makeFolder(path)),
  }
}

function grantedAi(ai: AiPort, grants: Grants): AiPort {
  const missing = (provider: string) => refusal(grants, grantOf("ai", provider))
  const { embed } = ai
  return {
    chat: options => unless(missing(options.provider), () => ai.chat(options)),
    ...(embed && { embed: options => unless(missing(options.provider), () => embed(options)) }),
  }
}

function grantedGit(git: GitPort, grants: Grants): GitPort {
  const remote = (options: { readonly remote?: string; readonly secret?: string }) =>
    refusal(grants, grantOf("git", options.remote ?? "origin"), ...secretGrant(options.secret))
  return {
    ...git,
    async clone(options, watch) {
      const address = parseAddress(options.url)
      if (!address.ok) return err(unsent(address.error))
      const missing = refusal(grants, grantOfAddress(address.value), ...secretGrant(options.secret))
      return unless(missing, () => git.clone(options, watch))
    },
    fetch: (options, watch) => unless(remote(options), () => git.fetch(options, watch)),
    push: (options, watch) => unless(remote(options), () => git.push(options, watch)),
    pull: (options, watch) => unless(remote(options), () => git.pull(options, watch)),
  }
}

function grantedCrypto(crypto: CryptoPort, grants: Grants): CryptoPort {
  const withSecret = <T>(secret: string | undefined, work: () => Promise<Result<T, Problem>>) =>
    unless(refusal(grants, ...secretGrant(secret)), work)
  return {
    digest: options => crypto.digest(options),
    sign: options => withSecret(options.secret, () => crypto.sign(options)),
    verify: options => withSecret(options.secret, () => crypto.verify(options)),
  }
}

function grantedNotify(notify: NotifyPort, grants: Grants): NotifyPort {
  return {
    show: options => notify.show(options),
    draft: options => notify.draft(options),
    chat: options => notify.chat(options),
    webhook: options => {
      const missing = refusal(grants, grantOf("notify", options.service), ...secretGrant(options.secret))
      return unless(missing, () => notify.webhook(options))
    },
  }
}
