import { z } from "zod"
import type { Json } from "../../lib/json.ts"
import { httpProblem } from "../../model/httpProblems.ts"
import { defineStep, failed } from "../../model/step.ts"
import {
  addressOf,
  askHints,
  askPowers,
  headersField,
  largestField,
  requestOf,
  secretField,
  timeoutField,
  urlField,
} from "./askFields.ts"
import { type FeedEntry, feedJob } from "./feedJob.ts"
import { hostOf, readResponse } from "./readResponse.ts"

const entry = z.strictObject({
  id: z.string(),
  title: z.string(),
  link: z.string(),
  published: z.string().nullable(),
  author: z.string(),
  summary: z.string(),
})

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><guid>2</guid><title>Second &amp; last</title><link>https://example.com/2</link><pubDate>Thu, 01 Jan 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;More&lt;/p&gt;</description></item>
<item><title>First</title><link>https://example.com/1</link></item></channel></rss>`

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><id>urn:1</id><title type="html">One</title>
<link rel="self" href="/x"/><link href="/1"/><updated>2026-01-02T00:00:00Z</updated><author><name>Ada</name></author></entry></feed>`

const answer = (body: string) => ({ headers: { "content-type": "application/xml" }, body })

/** Reads an RSS or Atom feed. */
export const httpFeed = defineStep({
  kind: "http.feed",
  version: 1,
  title: "Read a feed",
  summary: "Reads the entries of an RSS or Atom feed",
  icon: "rss",
  group: "connect",
  input: z.strictObject({
    url: urlField,
    since: z
      .union([z.string().max(100), z.number()])
      .optional()
      .meta({ description: "Only entries that came out after this time" }),
    most: z.int().min(1).max(10_000).default(100).meta({ description: "The most entries that are given" }),
    headers: headersField,
    secret: secretField,
    timeout: timeoutField("60s"),
    largest: largestField(10_000_000),
  }),
  output: { success: z.array(entry), none: z.array(entry).max(0) },
  hints: {
    ...askHints,
    url: { placeholder: "https://example.com/feed.xml", secret: true },
    since: { placeholder: "2026-03-01T00:00:00Z" },
    headers: { ...askHints.headers, advanced: true },
    secret: { ...askHints.secret, advanced: true },
  },
  outlets: ["success", "none"],
  effect: "read",
  needs: ["http", "clock", "jobs"],
  powers: askPowers,
  card: "{{ url }}",
  docs: `
Reads a feed in RSS (0.9 to 2.0) or Atom. To act on what is new alone, put the entries into a table by \`id\`, or give
the time of the last run as *since*: an entry without a time then counts as new.

- **success**: the entries as the feed has them: \`id\`, \`title\`, \`link\`, \`published\` (ISO text, or null), \`author\` and
  \`summary\` (often HTML, as it stands).
- **none**: there is none, or none after *since*: an empty list.

Fails by the names of *HTTP request*, and if the answer is no feed.
`,
  examples: [
    {
      title: "RSS",
      with: { url: "https://example.com/feed.xml" },
      answers: { http: [answer(rss)] },
      outlets: {
        success: [
          {
            id: "2",
            title: "Second & last",
            link: "https://example.com/2",
            published: "2026-01-01T10:00:00.000Z",
            author: "",
            summary: "<p>More</p>",
          },
          {
            id: "https://example.com/1",
            title: "First",
            link: "https://example.com/1",
            published: null,
            author: "",
            summary: "",
          },
        ],
      },
    },
    {
      title: "Atom",
      with: { url: "https://example.com/atom.xml" },
      answers: { http: [answer(atom)] },
      outlets: {
        success: [
          {
            id: "urn:1",
            title: "One",
            link: "https://example.com/1",
            published: "2026-01-02T00:00:00.000Z",
            author: "Ada",
            summary: "",
          },
        ],
      },
    },
    {
      title: "Nothing new",
      with: { url: "https://example.com/atom.xml", since: "2026-02-01T00:00:00Z" },
      answers: { http: [answer(atom)] },
      outlets: { none: [] },
    },
    {
      title: "A web page",
      with: { url: "https://example.com/" },
      answers: { http: [answer("<html><body>Hi</body></html>")] },
      problem: "http_no_feed",
    },
  ],
  run: async (input, { ports, signal, progress }) => {
    const url = addressOf(input.url)
    if (!url.ok) return failed(url.error)
    const since = input.since === undefined ? undefined : new Date(input.since).getTime()
    if (since !== undefined && Number.isNaN(since))
      return failed(httpProblem("http_bad_since", { since: input.since ?? "" }))
    progress(0, "Asking")
    const response = await ports.http.send(requestOf("GET", url.value, input), signal)
    if (!response.ok) return failed(response.error)
    const now = ports.clock.now()
    const { secret } = input
    const asked = { ...{ method: "GET", secret, now }, expect: "text" as const, url: url.value, okStatus: [] }
    const read = readResponse(response.value, asked)
    if (!read.ok) return failed(read.error)
    const from = response.value.url || url.value
    const entries = await ports.jobs.run(
      feedJob,
      { text: String(read.value.body), from },
      { signal, progress: share => progress(share, "Reading") },
    )
    if (!entries.ok) return failed(entries.error)
    if (entries.value === null) return failed(httpProblem("http_no_feed", { host: hostOf(url.value) }))
    const isNew = ({ published }: FeedEntry) =>
      since === undefined || published === null || Date.parse(published) > since
    const given = entries.value.filter(isNew).slice(0, input.most)
    return { type: "done", outlets: { [given.length > 0 ? "success" : "none"]: given as unknown as Json } }
  },
})
