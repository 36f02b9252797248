import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { GitCommit } from "../../model/ports.ts"
import { nobody } from "./git.ts"

/** Who commits on this computer, as git itself finds out: by the environment, else by the person's own settings. */
export function gitAuthor(environment: { readonly [name: string]: string | undefined }): GitCommit["author"] {
  const settings = settingsIn(environment.HOME ?? environment.USERPROFILE)
  return {
    name: environment.GIT_AUTHOR_NAME ?? settings.get("name") ?? nobody.name,
    email: environment.GIT_AUTHOR_EMAIL ?? settings.get("email") ?? nobody.email,
  }
}

/** What stands under `[user]` in the person's .gitconfig; nothing where there is none. */
function settingsIn(home: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let section = ""
  for (const line of textOf(home).split("\n")) {
    const [, name = "", value = ""] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    section = /^\s*\[\s*([\w".-]+)\s*\]/.exec(line)?.[1]?.toLowerCase() ?? section
    if (section === "user" && value !== "") found.set(name.toLowerCase(), value.replace(/^"(.*)"$/, "$1"))
  }
  return found
}

function textOf(home: string | undefined): string {
  try {
    return home === undefined ? "" : readFileSync(join(home, ".gitconfig"), "utf8")
  } catch {
    return ""
  }
}
