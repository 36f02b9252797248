import { problemsOf } from "../problems.ts"

/** What can go wrong between us and a model. */
export const aiPortProblems = {
  ai_provider_missing: {
    say: "There is no provider {provider} here. Choose simulated, which is free and offline, or set it up on the Keys page.",
  },
  ai_no_key: { say: "{provider} needs the key {secret}, and there is none. Add it on the Keys page." },
  ai_wrong_key: {
    say: "{provider} does not accept the key {secret}: it is wrong, or has expired. Put a new one in its place.",
  },
  ai_forbidden: {
    say: "{provider} answered 403: the key {secret} may not do this. Check what it allows, and the model.",
  },
  ai_no_credit: {
    say: "The account with {provider} has no credit left. Add some there, or choose another provider.",
  },
  ai_no_model: { say: "{provider} has no model {model}, or the key may not use it. Name another." },
  ai_model_unnamed: { say: "{provider} has no usual model. Name one in the step, or on the Keys page." },
  ai_too_many: {
    say: "{provider} answered {status}: too many requests. It is tried again as the step's retry policy says.",
    retryable: true,
  },
  ai_overloaded: {
    say: "{provider} answered {status}: it has more to do than it can. It is tried again as the step's retry policy says.",
    retryable: true,
  },
  ai_server_error: {
    say: "{provider} answered {status}: it has trouble of its own. Try again.",
    retryable: true,
  },
  ai_bad_request: {
    say: "{provider} answered {status} and refused the question: {why}. Look at the model and its settings, or choose another.",
  },
  ai_too_long: {
    say: "The question is longer than {provider} can read: {why}. Send less, or choose another model.",
  },
  ai_unreachable: {
    say: "{provider} cannot be reached at {host}. Check that it runs, and that there is a network.",
    retryable: true,
  },
  ai_blocked: {
    say: "The browser did not let {provider} be asked: {host} runs, but does not allow this page (CORS). Allow the page's address in its settings.",
  },
  ai_cut_stream: {
    say: "The answer of {provider} broke off before its end. What had come is in the problem's data. Try again.",
    retryable: true,
  },
  ai_unreadable: {
    say: "What {provider} sent cannot be read: {why}. Check that its address is that of a model server.",
  },
  ai_too_large: {
    say: "The answer of {provider} is longer than {most} letters and was not read further. Ask for less.",
  },
  ai_stopped: { say: "The question to {provider} was stopped before it was answered." },
  ai_no_vectors: { say: "{provider} makes no vectors. Choose another provider for this step." },
  ai_no_browser_model: {
    say: "This browser has no language model of its own, or it is not ready ({why}). Choose another provider.",
  },
} as const

/** Makes a problem of a model or the way to it. */
export const aiPortProblem = problemsOf(aiPortProblems)
