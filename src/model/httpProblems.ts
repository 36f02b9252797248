import { problemsOf } from "./problems.ts"

/** What can go wrong with a request. */
export const httpProblems = {
  http_bad_url: {
    say: "{url} is not an address that can be asked. Write it in full, as https://example.com/path.",
  },
  http_bad_scheme: {
    say: "{url} has the scheme {scheme}, and only http and https can be asked. Give an address that begins with https://.",
  },
  http_userinfo: {
    say: "The address names a user before its host ({host}), which can disguise where it leads. Leave that out, and put keys among the secrets.",
  },
  http_url_long: { say: "The address is longer than {most} letters. Send the data in the body instead." },
  http_bad_header: { say: "The header {name} cannot be sent: {why}. Leave it out, or write it otherwise." },
  http_bad_body: { say: "A {method} request carries no body. Leave the body out, or choose another method." },
  http_redirected: {
    say: "{host} answered {status} and sends on to {target}, which was not followed. Ask that address instead.",
  },
  http_unauthorized: { say: "{host} answered 401: it does not accept the key {secret}. Check the key." },
  http_forbidden: { say: "{host} answered 403: the key {secret} may not do this. Check what it allows." },
  http_not_found: { say: "{host} answered {status}: there is nothing at {path}. Check the address." },
  http_refused: { say: "{host} answered {status} and refused the request. See its answer for the reason." },
  http_timed_out: {
    say: "{host} answered {status}: it gave up waiting. Try again, or ask for less.",
    retryable: true,
  },
  http_too_early: { say: "{host} answered {status}: too early. Try again in a moment.", retryable: true },
  http_too_many: {
    say: "{host} answered {status}: too many requests. Try again later, or ask less often.",
    retryable: true,
  },
  http_server_error: {
    say: "{host} answered {status}: it has trouble of its own. Try again later.",
    retryable: true,
  },
  http_hops: { say: "{host} was sent on more than {most} times and never arrived. Check the address." },
  http_bad_hop: {
    say: "{host} sends on to {target}, which is no address that can be asked. Ask where it leads in another way, or follow nothing.",
  },
  http_too_slow: {
    say: "{host} did not finish its answer within {limit}. Try again, allow more time, or ask for less.",
    retryable: true,
  },
  http_too_large: {
    say: "{host} answers with more than {most} bytes. Allow more in the step's limit, or ask for less.",
  },
  http_no_host: {
    say: "No computer answers to the name {host}. Check the spelling, and that there is a network.",
    retryable: true,
  },
  http_unreachable: {
    say: "{host} cannot be reached ({why}). Check that it runs, and that there is a network.",
    retryable: true,
  },
  http_not_trusted: {
    say: "{host} cannot prove that it is {host} ({why}), so nothing was sent. Its certificate has to be mended.",
  },
  http_no_answer: { say: "{host} ended the connection before it had answered. Try again.", retryable: true },
  http_offline: {
    say: "There is no network, so {host} was not asked. Connect, and try again.",
    retryable: true,
  },
  http_unheard: {
    say: "{host} cannot be reached, or ended the connection before it had answered; a browser does not say which. Check the address, that it runs, and that there is a network.",
    retryable: true,
  },
  http_not_for_pages: {
    say: "{host} answers, but does not let web pages read its answers (CORS). Run the workflow in a terminal, where this does not hold, ask those who run it to let this page in, or set a proxy under Settings.",
  },
  http_mixed: {
    say: "This page was loaded safely (https), so the browser does not let it ask {host} without (http). Use an https address, or run the workflow in a terminal.",
  },
  http_hop_elsewhere: {
    say: "{host} sends on to a host that this run may not reach, so the browser stopped there. Ask that address itself, and grant its host.",
  },
  http_hop_unseen: {
    say: "{host} sends on to another address. It was not followed, for the request carries a secret. Ask that address itself.",
  },
  http_no_frame: {
    say: "The part of the page that sends requests did not start ({why}). Reload the page.",
    retryable: true,
  },
  http_stopped: { say: "The request to {host} was stopped before it was answered." },
  secret_missing: { say: "There is no secret named {secret}. Add it, or name another." },
  secret_no_address: {
    say: "The secret {secret} does not make an address that can be asked. Copy the whole address into it, https:// before it.",
  },
  secret_elsewhere: {
    say: "The secret {secret} may not go to {host}: it is for {hosts} alone. Allow that host in the secret, or name another.",
  },
  http_cut_body: {
    say: "The answer of {host} was cut: {got} of {size} bytes came. Try again.",
    retryable: true,
  },
  http_empty_body: {
    say: "{host} answered {status} with nothing, where JSON was expected. Expect text instead.",
  },
  http_html_not_json: {
    say: "{host} answered with a web page where JSON was expected: often a login page. Check the address and the key.",
  },
  http_bad_json: { say: "The answer of {host} is not JSON: {why}. It may have been cut; see its beginning." },
  http_page_again: {
    say: "{host} leads back to a page that it gave already, after {pages} pages. Look at how its next page is found.",
  },
  http_no_items: {
    say: "The answer of {host} has no list in {field}. Say in items where the list stands.",
  },
  http_no_feed: { say: "{host} answered with what is neither RSS nor Atom. Check the address of the feed." },
  http_bad_since: { say: "{since} is no date. Write it as 2026-03-29T12:00:00Z." },
  graphql_errors: { say: "{host} could not answer: {why}. See all its errors in the problem's data." },
  graphql_is_mutation: {
    say: "The document holds a mutation or a subscription, and was to be sent as a query. Choose mutation, so that it is never repeated unseen.",
  },
  http_not_text: { say: "The answer of {host} is not text in UTF-8. Expect bytes instead." },
} as const

/** Makes a problem of a request. */
export const httpProblem = problemsOf(httpProblems)
