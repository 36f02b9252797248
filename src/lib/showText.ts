/*
 * Texts of unknown content as they can be shown: everything that cannot be seen, or is no text at all (control
 * characters, halves of characters), is written out.
 */

/** The text with what cannot be seen written out as `\uXXXX`; line ends and tabs stay. */
export function showText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, sign =>
    sign === "\n" || sign === "\t" ? sign : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  )
}

/** The text cut to a length, never within a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const end = /[\ud800-\udbff]/.test(text[most - 1] ?? "") ? most - 1 : most
  return text.slice(0, end)
}
