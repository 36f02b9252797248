import { problemsOf } from "../../model/problems.ts"

/** What can go wrong with a request. */
export const httpProblems = {
  http_bad_url: {
    say: "{url} is not an address that can be asked. Write it in full, as https://example.com/path.",
  },
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
  http_not_text: { say: "The answer of {host} is not text in UTF-8. Expect bytes instead." },
} as const

/** Makes a problem of a request. */
export const httpProblem = problemsOf(httpProblems)
