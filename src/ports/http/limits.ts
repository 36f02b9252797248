/** How long a whole answer may take, unless the request says otherwise. */
export const usualTimeout = 60_000
/** A longer timer would fire at once. */
export const longestTimer = 2 ** 31 - 1
/** The most bytes of an answer, unless the request says otherwise. */
export const usualLargest = 20_000_000
