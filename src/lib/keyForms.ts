/*
 * Keys that stand in a file in plain text go wherever the file goes. The forms below are those that vendors give
 * their keys so that they can be found; each is anchored on fixed letters and has no part that can be read in two
 * ways, so none of them can be slow.
 */
const forms: readonly (readonly [what: string, form: RegExp])[] = [
  ["an Anthropic key", /\bsk-ant-[A-Za-z0-9_-]{20}/],
  ["an OpenAI key", /\bsk-(?:proj-)?[A-Za-z0-9_-]{32}/],
  ["a GitHub token", /\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{40}/],
  ["a GitLab token", /\bglpat-[A-Za-z0-9_-]{20}/],
  ["a Slack token", /\bxox[abprs]-[A-Za-z0-9-]{20}/],
  ["a Slack webhook’s address", /\bhooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B/],
  ["a Discord webhook’s address", /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/[A-Za-z0-9_-]{20}/],
  ["an AWS key", /\bAKIA[A-Z0-9]{16}\b/],
  ["a Google key", /\bAIza[A-Za-z0-9_-]{35}/],
  ["a Stripe key", /\b[rs]k_live_[A-Za-z0-9]{20}/],
  ["a private key", /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----/],
  ["a signed token", /\beyJ[A-Za-z0-9_-]{20,2000}\.eyJ/],
  ["an address with a password in it", /\bhttps?:\/\/[^\s/:@{}]{1,100}:[^\s/:@{}]{3,100}@/],
]

/** What a text holds that looks like a key: "a GitHub token"; undefined where nothing does. */
export function keyIn(text: string): string | undefined {
  return text.length < 16 ? undefined : forms.find(([, form]) => form.test(text))?.[0]
}
